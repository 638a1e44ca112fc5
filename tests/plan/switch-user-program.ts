/** Says what a step with `user=` takes, of the user that it is run as. */
import { searchInterpreters } from '../../src/plan/interpreters.ts';
import { findSwitch } from '../../src/plan/switch-user.ts';
import { loadText } from '../helpers/load-text.ts';

/** What it says. */
export interface Answer {
  readonly found: unknown;
  readonly problems: readonly unknown[];
}

const place = { path: process.env['SEARCHED'] ?? '', cwd: '/' };
const { steps } = loadText('```bash run id=a user=soni\ntrue\n```\n');
const { problems } = searchInterpreters('doc.md', steps, place);
const answer: Answer = { found: findSwitch('soni', place), problems };
process.stdout.write(JSON.stringify(answer));
