import { describe, expect, it } from 'vitest';
import { FAILURE_KEYS, NO, STEP_KEYS, YES } from '../../src/guided/keys.ts';
import type { KeyChoice } from '../../src/prompt/types.ts';
import { answer, ask, KINDS } from './asking.ts';

/** A key whose other case is none, or another one: what is said of it. */
const REFUSED: readonly (readonly [string, readonly KeyChoice[], string, string])[] = [
  ['R before a step', STEP_KEYS, 'R', 'R is no key here; r is run'],
  ['a before a step', STEP_KEYS, 'a', 'a is no key here; A is All the rest'],
  ['Q after a failure', FAILURE_KEYS, 'Q', 'Q is no key here; q is quit'],
  ['M after a failure', FAILURE_KEYS, 'M', 'M is no key here; m is mark done by hand'],
];

describe('a key in its other case', () => {
  it.each(KINDS.flatMap((kind) => REFUSED.map((row) => [kind, ...row] as const)))(
    '(%s) %s is refused with a word, and the question stays',
    async (kind, _, choices, key, said) => {
      const terminal = await ask([{ key: '?', choices }], kind, { columns: 40 });
      await terminal.waitFor('[?]');
      const press = (one: string): void =>
        terminal.press(one, ...(kind === 'plain' ? ['Enter'] : []));
      press(key);
      await terminal.waitFor(said);
      // There it is asked anew, below.
      await terminal.waitFor('[?]', kind === 'plain' ? 2 : 1);
      press('v');
      await terminal.waitFor(answer('v'));
    },
  );

  it.each(KINDS)('(%s) after a failure R and r are two', async (kind) => {
    for (const key of ['R', 'r']) {
      const terminal = await ask([{ key: '?', choices: FAILURE_KEYS }], kind);
      await terminal.waitFor('[?]');
      terminal.press(key, ...(kind === 'plain' ? ['Enter'] : []));
      await terminal.waitFor(answer(key));
    }
  });

  it.each(KINDS)('(%s) yes and no count in both', async (kind) => {
    const terminal = await ask([{ key: 'Well?', choices: [YES, NO] }], kind);
    await terminal.waitFor('Well?');
    terminal.press('Y', ...(kind === 'plain' ? ['Enter'] : []));
    await terminal.waitFor(answer('y'));
  });

  it('leaves the screen as a record, without what was refused', async () => {
    const terminal = await ask([{ key: '?', choices: STEP_KEYS }], 'rich', {
      columns: 40,
      rows: 6,
    });
    await terminal.waitFor('[?]');
    terminal.press('R');
    await terminal.waitFor('R is no key here');
    expect(terminal.screen()).toMatchInlineSnapshot(`
      "Questions
      ?  [r]un  [m]anual  [s]kip  [b]ack
      [j]ump  [e]dit  [v]iew  [!] shell
      [A]ll the rest  [q]uit  [?]
      R is no key here; r is run"
    `);
    terminal.press('r');
    await terminal.waitFor(answer('r'));
    expect(terminal.transcript()).toMatchInlineSnapshot(`
      "Questions
      ? run
      = "r""
    `);
  });
});

describe('with --plain', () => {
  it.each([
    ['run', 'r'],
    ['All the rest', 'A'],
    ['All', 'A'],
    [' r ', 'r'],
  ])('the line %j is a key', async (line, key) => {
    const terminal = await ask([{ key: '?', choices: STEP_KEYS }], 'plain');
    await terminal.waitFor('[?]');
    terminal.enter(line);
    await terminal.waitFor(answer(key));
  });

  it('a line that only begins with a key is none', async () => {
    const terminal = await ask([{ key: '?', choices: FAILURE_KEYS }], 'plain');
    await terminal.waitFor('[?]');
    terminal.enter('Rather not');
    await terminal.waitFor('[?]', 2);
    terminal.enter('really?');
    await terminal.waitFor('[?]', 3);
    terminal.enter('q');
    await terminal.waitFor(answer('q'));
  });

  it('no word of a question is broken in 40 columns', async () => {
    const terminal = await ask(
      [
        { key: '?', choices: FAILURE_KEYS },
        { text: 'zone: the part of the country that the service is for' },
        { paste: 'Paste what it printed (not shown), then press Ctrl-D' },
      ],
      'plain',
      { columns: 40 },
    );
    await terminal.waitFor('[?]:');
    terminal.enter('v');
    await terminal.waitFor('for:');
    terminal.enter('north');
    await terminal.waitFor('Ctrl-D');
    expect(terminal.screen()).toMatchInlineSnapshot(`
      "Questions
      ? [r]etry [e]dit and retry
      [!] shell here [d]iagnose [i]gnore
      [s]kip [m]ark done by hand [R]ollback
      [b]ack [j]ump [v]iew [q]uit [?]: v
      = "v"
      zone: the part of the country that the
      service is for: north
      = "north"
      Paste what it printed (not shown), then
      press Ctrl-D"
    `);
  });
});
