/** A program that does nothing but ask; the tests run it bundled, at a terminal. */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createPlainAsker } from '../../src/prompt/plain-asker.ts';
import { createRichAsker } from '../../src/prompt/rich-asker.ts';
import type { Asker, KeyChoice, ListChoice } from '../../src/prompt/types.ts';
import { PLAIN } from '../../src/report/paint.ts';

/** A question, as it stands in `questions.json`. */
export type Question =
  | { readonly key: string; readonly choices: readonly KeyChoice[] }
  | { readonly text: string; readonly only?: string }
  | { readonly secret: string }
  | { readonly choose: string; readonly choices: readonly ListChoice[] }
  | { readonly paste: string; readonly hidden?: boolean; readonly summary?: boolean };

/** What is done before a question, while nothing is asked: it lasts until a file is there. */
export interface Work {
  readonly until: string;
}

const [kind] = process.argv.slice(2);
const asker = kind === 'plain' ? createPlainAsker() : createRichAsker(PLAIN);

// tmux remembers a screen that is cleared from its first line on.
process.stdout.write('Questions\n');
for (const question of JSON.parse(readFileSync('questions.json', 'utf8')) as (Question | Work)[]) {
  if ('until' in question) {
    process.stdout.write('working\n');
    while (!existsSync(question.until)) await pause(20);
    continue;
  }
  const answer = await ask(asker, question, new AbortController().signal);
  process.stdout.write(`= ${describe(answer, 'summary' in question)}\n`);
  if (answer === null) process.exit(130);
}
process.exit(0);

function describe(answer: string | null, isSummary: boolean): string {
  if (answer === null || !isSummary) return JSON.stringify(answer);
  return `${answer.length} characters, ${answer.split('\n').length} lines`;
}

function ask(asker: Asker, question: Question, signal: AbortSignal): Promise<string | null> {
  if ('key' in question) return asker.key(question.key, question.choices, signal);
  if ('secret' in question) return asker.secret(question.secret, {}, signal);
  if ('choose' in question) return asker.choose(question.choose, question.choices, signal);
  if ('paste' in question)
    return asker.paste(question.paste, { secret: question.hidden === true }, signal);
  const { only } = question;
  const validate = (text: string): string | undefined =>
    only === undefined || text === only ? undefined : `write \`${only}\``;
  return asker.text(question.text, { validate }, signal);
}
