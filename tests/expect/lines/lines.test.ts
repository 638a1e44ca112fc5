import { describe, expect, it } from 'vitest';
import { capturesOf, evaluate, showMismatch } from '../sources.ts';

describe('lines that fit', () => {
  it.each([
    ['the same text', ['hello', 'world'], 'hello\nworld\n'],
    ['nothing for an empty fence', [], ''],
    ['H14: a blank line between others', ['a', '', 'b'], 'a\n\nb\n'],
    ['H14: a single blank line', [''], '\n'],
    ['H14: a line that ends with ` ()`', ['call ()'], 'call ()\n'],
    ['H14: a line that looks like a command', ['$ ls', '> more'], '$ ls\n> more\n'],
    ['H45: a last line without newline', ['a', 'b'], 'a\nb'],
    ['H45: a last line without newline that must be so', ['a', 'b (no-eol)'], 'a\nb'],
    ['`...` for no lines', ['a', '...', 'b'], 'a\nb\n'],
    ['`...` for some lines', ['a', '...', 'b'], 'a\nx\ny\nb\n'],
    ['`...` although the next line occurs before', ['...', 'b', 'c'], 'b\nx\nb\nc\n'],
    ['H10: a repeated glob and a line that fits it too', ['a* (glob*)', 'abc'], 'abc\nabc\nabc\n'],
    ['H10: a hole whose end occurs twice', ['a<<...>>b'], 'axbxb\n'],
    ['a typed hole', ['took <<:number>>s'], 'took 1.5s\n'],
    ['a quantifier at its least', ['x ({2,4})'], 'x\nx\n'],
    ['a quantifier at its most', ['x ({2,4})'], 'x\nx\nx\nx\n'],
    ['an exact count', ['x ({3})'], 'x\nx\nx\n'],
    ['an open count', ['x ({2,})', 'y'], 'x\nx\nx\ny\n'],
    ['an optional line that is there', ['warn (?)', 'done'], 'warn\ndone\n'],
    ['an optional line that is not', ['warn (?)', 'done'], 'done\n'],
    ['a repeated expression', ['[a-z]+ \\d+ (re+)', 'end'], 'a 1\nb 2\nend\n'],
    ['H11: an alternative as a whole line', ['sea|sand (re)'], 'sand\n'],
    ['literal holes', ['<<:int>> (equal)'], '<<:int>>\n'],
    ['escaped holes and references', ['\\<<x>> \\${x}'], '<<x>> ${x}\n'],
    ['text with `<<` that is no hole', ['1 << 2 >> 3', 'cat <<EOF'], '1 << 2 >> 3\ncat <<EOF\n'],
    ['colours and CRLF', ['green', 'next'], '\x1b[32mgreen\x1b[0m\r\nnext\r\n'],
    ['an invalid byte as written', ['a\\xff'], Buffer.from([97, 255, 10]).toString('latin1')],
  ])('accept %s', async (_, lines, output) => {
    const bytes = output.includes('ÿ') ? 'a\\xff\n' : output;
    expect(showMismatch(await evaluate('output', lines, { output: bytes }))).toBe('ok');
  });
});

describe('lines that do not fit', () => {
  it.each([
    ['another text', ['hello'], 'Hello\n'],
    ['H14: a text that ends with dots', ['Loading...'], 'Loading data\n'],
    ['something where nothing is expected', [], '\n'],
    ['nothing where something is expected', ['a'], ''],
    ['H11: a longer line than the expression', ['sea|sand (re)'], 'seashore\n'],
    ['H32: a similar word', ['Succeeded'], 'Failed\n'],
    ['more than the quantifier takes', ['x ({2,4})'], 'x\nx\nx\nx\nx\n'],
    ['a newline that must not be', ['a (no-eol)'], 'a\n'],
    ['a line too many', ['a'], 'a\nb\n'],
    ['a lone carriage return', ['ab'], 'a\rb\n'],
    ['a value out of its range', ['port <<:int 1024..65535>>'], 'port 80\n'],
  ])('refuse %s', async (_, lines, output) => {
    expect((await evaluate('output', lines, { output })).ok).toBe(false);
  });
});

describe('captures', () => {
  it.each([
    ['a typed hole', ['version <<ver:semver>>'], 'version 1.2.3\n', { ver: '1.2.3' }],
    ['H23: a name with `_`', ['id <<job_id:int>>'], 'id 7\n', { job_id: '7' }],
    ['the shortest text for `any`', ['<<a:any>>-<<b:any>>'], 'x-y-z\n', { a: 'x', b: 'y-z' }],
    ['the longest text for a type', ['<<a:int>><<b:int>>'], '1234\n', { a: '123', b: '4' }],
    ['an equal value on a later line', ['a <<x:int>>', 'b <<x>>'], 'a 1\nb 1\n', { x: '1' }],
    ['an equal value on the same line', ['<<x:word>>=<<x>>'], 'ab=ab\n', { x: 'ab' }],
    ['no other value', ['a <<x:int>>', 'b <<x>>'], 'a 1\nb 2\n', null],
    [
      'the first line that `...` can leave',
      ['...', 'id <<x:int>>', '...'],
      'a\nid 1\nid 2\n',
      { x: '1' },
    ],
    [
      'a value that a later line decides',
      ['...', 'start <<x:int>>', '...', 'end <<x>>'],
      'start 1\nstart 2\nstart 3\nend 2\n',
      { x: '2' },
    ],
  ])('hold %s', async (_, lines, output, captures) => {
    expect(await capturesOf(lines, output)).toEqual(captures);
  });
});
