import { describe, expect, it } from 'vitest';
import { PasteKeys } from '../../src/prompt/paste-keys.ts';
import { answer, ask, KINDS } from './asking.ts';

const BEGIN = '\x1b[200~';
const END = '\x1b[201~';

/** What comes from the terminal, piece by piece, and what was taken. */
const PIECES: readonly (readonly [string, readonly string[], string])[] = [
  ['in one piece', [`${BEGIN}one\rtwo${END}`], 'one\ntwo'],
  ['without its end', [`${BEGIN}one`, '\r', `two${END}`, '\r'], 'one\ntwo\n'],
  ['with brackets in pieces', ['\x1b', '[20', '0~on', 'e\x1b[2', '01', '~', '\r'], 'one\n'],
  ['with a bracket in single bytes', [...`${BEGIN}x${END}`], 'x'],
  ['with lines of DOS', [`${BEGIN}one\r\ntwo\r\n\r\nthree${END}`], 'one\ntwo\n\nthree'],
  ['with a line of DOS in pieces', [`${BEGIN}one\r`, `\ntwo${END}`], 'one\ntwo'],
  ['with lines of Unix', [`${BEGIN}one\ntwo\n${END}`], 'one\ntwo\n'],
  ['with keys in it', [`${BEGIN}a\x03b\x04c\x1ad\x7fe\x08f${END}`], 'a\x03b\x04c\x1ad\x7fe\x08f'],
  [
    'with colours',
    [`${BEGIN}\x1b[31mred\x1b[0m\tx\x1b]0;t\x07${END}`],
    '\x1b[31mred\x1b[0m\tx\x1b]0;t\x07',
  ],
  ['with what looks like a bracket', [`${BEGIN}\x1b[20x\x1b[200~y${END}`], '\x1b[20x\x1b[200~y'],
  ['with a character in pieces', ['\xc3', '\xa9'], 'é'],
  ['twice', [`${BEGIN}one${END}`, `${BEGIN}two${END}`], 'onetwo'],
  [
    'with arrows and Escape behind it',
    ['one', '\x1b[A', '\x1bOB', '\x1b[1;5C', '\x1b', '\r'],
    'one\n',
  ],
];

describe('a text that is pasted', () => {
  it.each(PIECES)('%s is taken as it is', (_, pieces, text) => {
    const keys = new PasteKeys();
    const inputs = pieces.flatMap((piece) => keys.read(Buffer.from(piece, 'latin1')));
    expect(inputs.map((input) => (input.kind === 'text' ? input.text : input)).join('')).toBe(text);
  });

  it('gives the keys back when it has ended', () => {
    const keys = new PasteKeys();
    const inputs = ['a\x7f\x08\x1a', `${BEGIN}\x03${END}\x03`, '\x1b', '\x04'].flatMap((piece) =>
      keys.read(piece),
    );
    expect(inputs.map((input) => (input.kind === 'text' ? input.text : input.kind))).toEqual([
      ...['a', 'rub-out', 'rub-out', 'stop', '\x03', 'interrupt', 'end'],
    ]);
  });

  it.each(KINDS)('(%s) shows what it holds and obeys nothing of it', async (kind) => {
    const terminal = await ask([{ paste: 'Paste' }], kind);
    await terminal.waitFor('Paste');
    terminal.paste('one\x1b[2J\x1b[31mred\x07\rtwo\x04\n');
    await terminal.waitFor('two\\x04');
    terminal.press('C-d');
    await terminal.waitFor('= "');
    expect(terminal.transcript()).toMatchInlineSnapshot(`
      "Questions
      Paste
      one\\x1b[2J\\x1b[31mred\\x07
      two\\x04
      = "one\\u001b[2J\\u001b[31mred\\u0007\\ntwo\\u0004\\n""
    `);
    expect(terminal.painted()).not.toContain('\x1b[31m');
  });

  it('may be long', async () => {
    const text = Array.from({ length: 5_000 }, (_, index) => `line ${index} ${'x'.repeat(70)}\n`);
    const terminal = await ask([{ paste: 'Paste', summary: true }]);
    await terminal.waitFor('Paste');
    terminal.paste(text.join(''));
    await terminal.waitFor('line 4999 x');
    terminal.press('C-d');
    await terminal.waitFor(`= ${text.join('').length} characters, 5001 lines`);
  });

  it('that is hidden is not shown, whatever it holds', async () => {
    const terminal = await ask([{ paste: 'Paste', hidden: true }]);
    await terminal.waitFor('Paste');
    terminal.paste('hush\nhush\n');
    terminal.type('typed');
    terminal.press('BSpace', 'C-d');
    await terminal.waitFor('= ');
    expect(terminal.transcript()).toBe('Questions\nPaste\n= "hush\\nhush\\ntype"');
  });

  it('is given up at Ctrl-C', async () => {
    const terminal = await ask([{ paste: 'Paste' }]);
    await terminal.waitFor('Paste');
    terminal.paste('half');
    terminal.press('C-c');
    await terminal.waitFor(answer(null));
    expect(await terminal.end()).toEqual({ code: 130, ...(await terminal.before()) });
  });
});
