/** Says what a step with `user=` takes, of the user that it is run as. */
import { searchInterpreters } from '../../src/plan/interpreters.ts';
import { findSwitch } from '../../src/plan/switch-user.ts';
import { loadText } from '../helpers/load-text.ts';

const place = { path: process.env['SEARCHED'] ?? '', cwd: '/' };
const { steps } = loadText('```bash run id=a user=soni\ntrue\n```\n');
const { problems } = searchInterpreters('doc.md', steps, place);
process.stdout.write(JSON.stringify({ found: findSwitch('soni', place), problems }));
