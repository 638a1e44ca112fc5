import { describe, expect, it } from 'vitest';
import { evaluate, problemsOf, showMismatch } from '../sources.ts';

/** `ok` with the captures, or what differs. */
async function hold(
  info: string,
  lines: readonly string[],
  output: string | Uint8Array,
  scope: Record<string, string> = {},
): Promise<string> {
  const result = await evaluate(info, lines, { output, stdout: output, scope });
  return result.ok
    ? `ok${result.captures.size > 0 ? ` ${JSON.stringify([...result.captures])}` : ''}`
    : showMismatch(result);
}

const REFUSED = expect.not.stringMatching(/^ok/);

describe('match=exact', () => {
  it.each([
    ['the same text', ['a', 'b'], 'a\nb\n'],
    ['nothing for an empty fence', [], ''],
    [
      'what looks like a pattern',
      ['...', '<<:int>>', 'a (re)', '${x}'],
      '...\n<<:int>>\na (re)\n${x}\n',
    ],
    ['colours and carriage returns', ['\x1b[1ma\x1b[0m\r'], '\x1b[1ma\x1b[0m\r\n'],
    ['a missing newline that is said', ['a', 'b (no-eol)'], 'a\nb'],
    ['blanks at the end', ['a  ', ' '], 'a  \n \n'],
  ])('accepts %s', async (_, lines, output) => {
    expect(await hold('output match=exact', lines, output)).toBe('ok');
  });

  it.each([
    ['other lines for `...`', ['...'], 'a\n'],
    ['a number for a hole', ['<<:int>>'], '5\n'],
    ['colours that are not written', ['a'], '\x1b[1ma\x1b[0m\n'],
    ['a carriage return that is not written', ['a'], 'a\r\n'],
    ['a newline that must not be', ['a (no-eol)'], 'a\n'],
    ['a missing newline', ['a'], 'a'],
    ['a byte that is shown as the text is written', ['\\xff'], Uint8Array.from([255, 10])],
  ])('refuses %s', async (_, lines, output) => {
    expect(await hold('output match=exact', lines, output)).toEqual(REFUSED);
  });

  it('says what cannot be seen', async () => {
    expect(await hold('output match=exact', ['a'], 'a')).toMatchInlineSnapshot(`
      "- 11|| a
      + |1| a
      ! the output ends without a newline, and \`match=exact\` compares that as well"
    `);
    expect(await hold('output match=exact', ['a'], 'a\r\n')).toMatchInlineSnapshot(`
      "- 11|| a
      + |1| a
      ! line 1: has a carriage return at its end"
    `);
    const bytes = Uint8Array.from([255, 10]);
    expect(await hold('output match=exact', ['\\xff'], bytes)).toMatchInlineSnapshot(
      `"! the output has bytes that are not UTF-8, which \`match=exact\` tells from text"`,
    );
  });
});

describe('match=contains', () => {
  it.each([
    ['the beginning', ['a', 'b'], 'a\nb\nc\n', 'ok'],
    ['the end', ['b', 'c'], 'a\nb\nc', 'ok'],
    ['the middle, at its second chance', ['b', 'c'], 'a\nb\nb\nc\nd\n', 'ok'],
    ['all of it', ['a'], 'a\n', 'ok'],
    [
      'holes, suffixes and captures',
      ['id <<x:int>>', 'b* (glob)'],
      'a\nid 7\nbc\nd\n',
      'ok [["x","7"]]',
    ],
    ['lines with others between, if said', ['a', '...', 'c'], 'x\na\nb\nc\nd\n', 'ok'],
    ['the last line without its newline', ['b (no-eol)'], 'a\nb', 'ok'],
  ])('finds %s', async (_, lines, output, shown) => {
    expect(await hold('output match=contains', lines, output)).toBe(shown);
  });

  it.each([
    ['lines apart', ['a', 'c'], 'a\nb\nc\n'],
    ['a part of a line', ['a'], 'ab\n'],
    ['nothing', ['a'], ''],
    ['a line that is not the last', ['a (no-eol)'], 'a\nb'],
  ])('does not find %s', async (_, lines, output) => {
    expect(await hold('output match=contains', lines, output)).toEqual(REFUSED);
  });

  it('shows what was closest', async () => {
    const output = 'start\nstate: failed\nend\n';
    expect(await hold('output match=contains', ['state: passed'], output)).toMatchInlineSnapshot(`
      "- 11|| state: passed
        12|1| ... ×3
      ! closest to line 11 of the document is line 2: \`state: failed\`"
    `);
  });
});

describe('match=unordered', () => {
  it.each([
    ['another order', ['a', 'b', 'c'], 'c\na\nb\n', 'ok'],
    ['equal lines as often as written', ['a', 'a', 'b'], 'a\nb\na\n', 'ok'],
    ['a hole that leaves the text its line', ['x <<:int>>', 'x 1'], 'x 1\nx 2\n', 'ok'],
    ['a way that the first choice hides', ['<<:word>>', '<<:int>>', 'a'], '1\na\nb\n', 'ok'],
    ['more lines with `...`', ['b', '...', 'a'], 'x\na\ny\nb\nz\n', 'ok'],
    ['quantifiers', ['x (+)', 'a', 'y (?)'], 'x\na\nx\n', 'ok'],
    ['counted lines', ['[xy] (re{2,3})', 'x'], 'x\ny\nx\n', 'ok'],
    [
      'captures of the first line that will do',
      ['n <<p:int>>', 'n <<q:int>>'],
      'n 5\nn 3\n',
      'ok [["p","5"],["q","3"]]',
    ],
    [
      'captures that leave a way for the rest',
      ['n <<p:int>>', 'n 5'],
      'n 5\nn 3\n',
      'ok [["p","3"]]',
    ],
    ['an equal value within a line', ['<<x:word>>=<<x>>', 'b'], 'b\na=a\n', 'ok [["x","a"]]'],
    ['a missing newline', ['b', 'a'], 'a\nb', 'ok'],
    ['nothing for an empty fence', [], '', 'ok'],
  ])('accepts %s', async (_, lines, output, shown) => {
    expect(await hold('output match=unordered', lines, output)).toBe(shown);
  });

  it.each([
    ['a line too many', ['a', 'b'], 'a\nb\na\n'],
    ['a line too few', ['a', 'a'], 'a\n'],
    ['one line for two', ['<<:word>>', 'a'], 'a\n'],
    ['more than a quantifier takes', ['x ({1,2})'], 'x\nx\nx\n'],
    ['less than a quantifier takes', ['x ({2,})', 'a', '...'], 'a\nx\nb\n'],
  ])('refuses %s', async (_, lines, output) => {
    expect(await hold('output match=unordered', lines, output)).toEqual(REFUSED);
  });

  it('shows what is left over on both sides', async () => {
    const lines = ['alpha', 'beta', 'n <<:int>>', 'gamma ({2})'];
    const output = 'n 1\ngamma\nalpha\nbetta\n';
    expect(await hold('output match=unordered', lines, output)).toMatchInlineSnapshot(`
      "- 12|| beta
      - 14|| gamma ({2})
      + |4| betta
      ! the order of the lines does not count"
    `);
    expect(await hold('output match=unordered', ['a'], '')).toMatchInlineSnapshot(`
      "- 11|| a
      ! nothing was printed"
    `);
    const many = Array.from({ length: 500 }, (_, n) => `${n}\n`).join('');
    expect(
      (await hold('output match=unordered', ['7'], many)).split('\n').slice(-2),
    ).toMatchInlineSnapshot(`
      [
        "~ ||  ×469",
        "! the order of the lines does not count",
      ]
    `);
  });
});

describe('match=regex', () => {
  it.each([
    ['a whole text', ['a+', 'b'], 'aaa\nb\n', 'ok'],
    ['a text without newline', ['a'], 'a', 'ok'],
    ['lines of any number', ['(?s)start.*end'], 'start\nx\ny\nend\n', 'ok'],
    ['`^` and `$` as ends of lines', ['a$', '^b'], 'a\nb\n', 'ok'],
    [
      'named groups as captures',
      ['id (?P<id>\\d+)', '(?:x|(?<y>y))'],
      'id 7\nx\n',
      'ok [["id","7"]]',
    ],
    ['values as text', ['${x}!'], '.*!\n', 'ok'],
    ['nothing for an empty fence', [], '', 'ok'],
  ])('accepts %s', async (_, lines, output, shown) => {
    expect(await hold('output match=regex', lines, output, { x: '.*' })).toBe(shown);
  });

  it.each([
    ['H11: a longer text', ['sea|sand'], 'seashore\n'],
    ['a further line', ['a'], 'a\nb\n'],
    ['a newline for `.`', ['a.b'], 'a\nb\n'],
    ['H12: what takes others exponential time', ['(a+)+$'], `${'a'.repeat(50_000)}b\n`],
  ])('refuses %s', async (_, lines, output) => {
    expect(await hold('output match=regex', lines, output)).toEqual(REFUSED);
  });

  it('shows the expression and the text', async () => {
    expect(await hold('output match=regex', ['a', 'b+'], 'a\nc\n')).toMatchInlineSnapshot(`
      "- 11|| a
      - 12|| b+
      + |1| a
      + |2| c
      ! the expression does not match the whole of the output"
    `);
  });
});

describe('a mode', () => {
  it.each([
    ['output match=exact ws=collapse', ['a']],
    ['output match=regex vary=uuid ws=collapse', ['a']],
    ['output match=unordered', ['<<x:int>>', 'b <<x>>']],
    ['output match=unordered', ['a (no-eol)']],
    ['output match=regex', ['ok', '(?=a)']],
    ['output match=regex', ['(?P<x>a)', '(?P<y>a)', '${z}', '(?<x>b)']],
    ['output match=contains', []],
    ['output match=unordered', ['...']],
    ['output match=regex', ['(?s).*']],
    ['output', ['.* (re*)']],
    ['output', ['** (glob*)']],
  ])('reports what has no meaning in it, or cannot fail: %s %j', (info, lines) => {
    expect(problemsOf(info, lines)).toMatchSnapshot();
  });
});

describe('ansi=keep', () => {
  it('compares what is otherwise removed', async () => {
    const output = '\x1b[32mgreen\x1b[0m\r\n';
    expect(await hold('output', ['green'], output)).toBe('ok');
    expect(await hold('output ansi=keep', ['green'], output)).toEqual(REFUSED);
    expect(await hold('output ansi=keep', ['\\e[32mgreen\\x1b[0m (esc)'], output)).toBe('ok');
  });
});

describe('ws=collapse', () => {
  it.each([
    ['runs of blanks and tabs', ['NAME   READY'], 'NAME\t \tREADY\n', 'ok'],
    ['blanks at both ends', ['a'], '  a\t\n', 'ok'],
    ['blanks of the document', ['  a    b  '], 'a b\n', 'ok'],
    ['globs', ['NAME    READY*   (glob)', '  x (glob)'], 'NAME READY 1\nx\n', 'ok'],
    ['expressions, which see one blank', ['a b (re)'], 'a   b\n', 'ok'],
    ['values', ['a ${x} b'], 'a 1 2 b\n', 'ok'],
    [
      'an empty hole between blanks',
      ['a <<...>> b', 'c <<...>>', '<<...>> d'],
      'a  b\nc \n d\n',
      'ok',
    ],
    ['two holes and the blank between them', ['<<...>> <<...>>'], 'a  b\n', 'ok'],
    [
      'captures with the text that was printed',
      ['x  <<v:any>>  y'],
      'x   a \t b   y\n',
      'ok [["v","a \\t b"]]',
    ],
    [
      'captures that stand again',
      ['a <<v:any>>;', 'b <<v>>'],
      'a 1  2;\nb 1 2\n',
      'ok [["v","1  2"]]',
    ],
    ['no line where there is none', ['a'], 'a\n\n', '  11|1| a\n+ |2| '],
  ])('takes %s', async (_, lines, output, shown) => {
    expect(await hold('output ws=collapse', lines, output, { x: '1   2' })).toBe(shown);
  });

  it('refuses a blank where there is none, and shows what was printed', async () => {
    expect(await hold('output ws=collapse', ['a  b', 'x'], 'ab\n\tx\n')).toMatchInlineSnapshot(`
      "- 11|| a  b
      + |1| ab
        12|2| 	x"
    `);
  });
});
