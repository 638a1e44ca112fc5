import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Job } from '../helpers/job.ts';
import { answer, ask, KINDS, type Kind } from './asking.ts';
import type { Question } from './program.ts';

const RUN_ALL = [
  { key: 'r', label: '[r]un' },
  { key: 'A', label: '[A]ll the rest' },
  { key: 'q', label: '[q]uit' },
];
const ENTRIES = ['one', 'two'].map((value) => ({ value, label: value }));

/** A question, what is typed before it is shown, how it is answered then, and the answer. */
const CASES: readonly {
  readonly name: string;
  readonly question: Question;
  readonly ahead: readonly string[];
  readonly keys: readonly string[];
  readonly answer: string;
}[] = [
  {
    name: 'a key',
    question: { key: 'Well?', choices: RUN_ALL },
    ahead: ['A', 'r', 'Enter', 'A', 'Enter'],
    keys: ['q'],
    answer: 'q',
  },
  {
    name: 'a key, by a line without an end',
    question: { key: 'Well?', choices: RUN_ALL },
    ahead: ['A'],
    keys: ['q'],
    answer: 'q',
  },
  {
    name: 'a line',
    question: { text: 'Well?' },
    ahead: ['y', 'e', 's', 'Enter', 'x'],
    keys: ['n', 'o', 'Enter'],
    answer: 'no',
  },
  {
    name: 'a secret',
    question: { secret: 'Well?' },
    ahead: ['o', 'l', 'd', 'Enter', 'x'],
    keys: ['n', 'e', 'w', 'Enter'],
    answer: 'new',
  },
  {
    name: 'an entry of a list',
    question: { choose: 'Well?', choices: ENTRIES },
    ahead: ['o', 'n', 'e'],
    keys: ['t', 'w', 'o', 'Enter'],
    answer: 'two',
  },
  {
    name: 'a paste',
    question: { paste: 'Well?' },
    ahead: ['o', 'l', 'd', 'Enter', 'x'],
    keys: ['n', 'e', 'w', 'Enter', 'C-d'],
    answer: 'new\n',
  },
];

/** Types while the program works, and lets it ask then. */
async function askAfter(
  ahead: readonly string[],
  questions: readonly Question[],
  kind: Kind,
): Promise<Job> {
  const terminal = await ask([{ until: 'done' }, ...questions], kind);
  await terminal.waitFor('working');
  terminal.press(...ahead);
  // The terminal echoes them: they have arrived.
  const echoed = ahead.map((key) => (key === 'Enter' ? '\n' : key)).join('');
  await terminal.waitFor(`working\n${echoed.trimEnd()}`);
  writeFileSync(join(terminal.dir, 'done'), '');
  await terminal.until('the question', (shown) => shown.includes('Well?'));
  return terminal;
}

describe('what is typed before a question is shown', () => {
  it.each(KINDS.flatMap((kind) => CASES.map((one) => [kind, one.name, one] as const)))(
    '(%s) does not answer %s',
    async (kind, _, { question, ahead, keys, answer: expected }) => {
      const terminal = await askAfter(ahead, [question], kind);
      // A key is a line there.
      const isLine = kind === 'plain' && 'key' in question;
      terminal.press(...keys, ...(isLine ? ['Enter'] : []));
      await terminal.waitFor(answer(expected));
      expect(await terminal.end()).toEqual({ code: 0, ...(await terminal.before()) });
    },
  );

  it.each(KINDS)('(%s) is not shown again by a secret question', async (kind) => {
    const terminal = await askAfter(['h', 'u', 's', 'h'], [{ secret: 'Well?' }], kind);
    terminal.enter('word');
    await terminal.waitFor(answer('word'));
    const [, asked = ''] = terminal.transcript().split('Well?');
    expect(asked).not.toContain('hush');
  });

  it.each(KINDS)('(%s) with an answer does not answer the next question', async (kind) => {
    const key: Question = { key: 'Well?', choices: RUN_ALL };
    const terminal = await ask([key, { text: 'Sure?' }], kind);
    await terminal.waitFor('Well?');
    terminal.send(kind === 'plain' ? 'r\ryes\r' : 'ryes\r');
    await terminal.waitFor('Sure?');
    terminal.enter('no');
    await terminal.waitFor(answer('no'));
    expect(terminal.transcript()).not.toContain(answer('yes'));
  });

  it('and comes from a pipe is an answer: it was written for the question', async () => {
    const terminal = await ask([{ until: 'done' }, { text: 'Well?' }], 'plain', {
      before: ['sh', '-c', 'echo early | "$@"', 'sh'],
    });
    await terminal.waitFor('working');
    writeFileSync(join(terminal.dir, 'done'), '');
    await terminal.waitFor(answer('early'));
  });
});
