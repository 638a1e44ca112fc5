import { describe, expect, it } from 'vitest';
import { answer, ask, type Kind } from './asking.ts';
import type { Question } from './program.ts';

const YES_NO = [
  { key: 'y', label: '[y]es' },
  { key: 'n', label: '[n]o' },
];
const ENTRIES = ['one', 'two'].map((value) => ({ value, label: value }));

/** How it is asked, the question, what is typed before the program is stopped, what after it, the answer. */
const CASES: readonly (readonly [Kind, string, Question, string, string, string])[] = [
  ['rich', 'a key', { key: 'Well?', choices: YES_NO }, '', 'y', 'y'],
  ['rich', 'a line', { text: 'Well?' }, 'be', 'fore\r', 'before'],
  ['rich', 'a secret', { secret: 'Well?' }, 'be', 'fore\r', 'before'],
  ['rich', 'a list', { choose: 'Well?', choices: ENTRIES }, 'tw', 'o\r', 'two'],
  ['rich', 'a paste', { paste: 'Well?' }, 'first\rsec', 'ond\r\x04', 'first\nsecond\n'],
  ['rich', 'a hidden paste', { paste: 'Well?', hidden: true }, 'fir', 'st\r\x04', 'first\n'],
  // The system keeps such a line, and forgets it when the program is stopped.
  ['plain', 'a key', { key: 'Well?', choices: YES_NO }, '', 'y\r', 'y'],
  ['plain', 'a line', { text: 'Well?' }, 'be', 'after\r', 'after'],
  ['plain', 'a secret', { secret: 'Well?' }, 'be', 'fore\r', 'before'],
  ['plain', 'a list', { choose: 'Well?', choices: ENTRIES }, 'tw', 'two\r', 'two'],
  ['plain', 'a paste', { paste: 'Well?' }, 'first\rsec', 'ond\r\x04', 'first\nsecond\n'],
  ['plain', 'a hidden paste', { paste: 'Well?', hidden: true }, 'fir', 'st\r\x04', 'first\n'],
];

describe('Ctrl-Z', () => {
  it.each(CASES)(
    'at the %s question for %s gives the terminal back, and `fg` asks again',
    async (kind, _, question, first, rest, expected) => {
      const terminal = await ask([question], kind);
      await terminal.waitFor('Well?');
      terminal.send(first);
      terminal.press('C-z');
      expect(await terminal.stopped()).toEqual(await terminal.before());
      terminal.bringBack();
      await terminal.waitFor('Well?', 2);
      terminal.send(rest);
      await terminal.waitFor(answer(expected));
      expect(await terminal.end()).toEqual({ code: 0, ...(await terminal.before()) });
    },
  );

  it.each([
    ['a line', { text: 'Well?' }, 'be', 'fore\r', 'before'],
    ['a paste', { paste: 'Well?' }, 'fir', 'st\r\x04', 'first\n'],
  ] as const)(
    'at the question for %s asks again at once where no shell could have it go on',
    async (_, question, first, rest, expected) => {
      const terminal = await ask([question], 'rich', { before: ['setsid', '--ctty', '--wait'] });
      await terminal.waitFor('Well?');
      terminal.send(first);
      terminal.press('C-z');
      await terminal.waitFor('Well?', 2);
      terminal.send(rest);
      await terminal.waitFor(answer(expected));
    },
  );
});
