import { describe, expect, it } from 'vitest';
import { evaluate, problemsOf, showMismatch } from '../sources.ts';

async function show(
  template: string,
  stdout: string,
  scope: Record<string, string> = {},
): Promise<string> {
  const result = await evaluate('yaml expect', template.split('\n'), { stdout, scope });
  return result.ok ? JSON.stringify(Object.fromEntries(result.captures)) : showMismatch(result);
}

describe('YAML that fits', () => {
  it.each([
    ['extra keys', 'a: 1', 'a: 1\nb: 2\n'],
    ['a plain hole', 'version: <<:semver>>', 'version: 1.2.3-rc.1\n'],
    ['the same in quotation marks', 'version: "<<:semver>>"', 'version: 1.2.3\n'],
    ['a number', 'n: <<:int 1..>>', 'n: 42'],
    ['a hole in a flow', 'a: [<<:int>>, <<...>>, {b: <<:bool>>}]', 'a: [1, 2, 3, {b: true}]'],
    ['any number of elements', '- <<...>>\n- b', '- a\n- b\n'],
    ['no such key', 'error: <<:absent>>', 'ok: 1'],
    ['a null that is not written', 'a:\nb: ~\nc: <<:null>>', 'a: null\nb:\nc:\n'],
    ['a part of a string', 'id: id-<<:int>>', 'id: "id-7"'],
    ['a value of the scope', 'url: http://${host}/', 'url: http://h/'],
    ['the text of a hole', 'a: \\<<:int>>', 'a: "<<:int>>"'],
    ['the text of a hole in single quotes', "a: '\\<<x>>'", 'a: <<x>>'],
    ['the text of a hole in double quotes', 'a: "\\<<x>>\\${y}\\n"', 'a: "<<x>>${y}\\n"'],
    ['block text with a hole', 'a: |\n  x <<:int>>\n  y', 'a: |\n  x 12\n  y\n'],
    ['JSON on stdout', 'a: [1, {b: null}]', '{"a": [1, {"b": null}]}'],
    ['JSON in the fence', '{"a": ["<<:int>>"]}', 'a:\n  - 1\n'],
    ['a comment in the fence', 'a: 1 # what else', 'a: 1'],
    ['a date, which is text', 'd: "2001-12-14"\ne: <<:iso8601>>', 'd: 2001-12-14\ne: 2001-12-14'],
    ['yes, which is text', 'a: <<:word>>\nb: "no"', 'a: yes\nb: no'],
    ['equal numbers', '- 31\n- 15\n- 12\n- 0.5\n- 1', '- 0x1F\n- 0o17\n- +12\n- .5\n- 1.'],
    [
      'all digits of a number',
      'a: 123456789012345678901234567890',
      'a: 123456789012345678901234567890',
    ],
    ['infinity', '- .inf\n- -.INF\n- .NaN', '- +.Inf\n- -.inf\n- .nan'],
    ['several documents', '---\na: 1\n---\n<<...>>', '---\na: 1\n---\nb: 2\n---\nc: 3\n'],
    ['several documents as a list', '- <<...>>\n- b: 2', 'a: 1\n---\nb: 2\n'],
    ['one document between its marks', 'a: 1', '---\na: 1\n...\n'],
    ['an alias', 'b: [1, 2]', 'a: &x [1, 2]\nb: *x'],
    ['an alias of a key', 'b: k', '&x k: 1\nb: *x'],
    ['an alias as a key', '{k: 1}', 'a: &x k\n*x : 1'],
    [
      'an alias of a value in another document',
      '- <<...>>\n- a: 2',
      '&x a: 1\n---\na: &x 2\n---\na: 2',
    ],
    ['an alias in the fence', 'a: &x [1]\nb: *x', 'a: [1]\nb: [1]'],
    [
      'a merged map',
      'web: {image: nginx, port: 2}',
      'base: &b {image: nginx, port: 1}\nweb: {<<: *b, port: 2}',
    ],
    [
      'a map merged from a list',
      'c: {x: 1, y: 2}',
      'a: &a {x: 1}\nb: &b {x: 9, y: 2}\nc:\n  <<: [*a, *b]',
    ],
    ['a merge key that merges nothing', '<<: 5\nb: {<<: [1]}', '<<: 5\nb: {<<: [1]}'],
    ['a key that only looks like one', "'<<': {a: 1}", "'<<': {a: 1}\na: 2"],
    ['a tag of an application', 'bucket: name', 'bucket: !Ref name'],
    ['a tag of YAML', 'a: "12"\nb: 12', 'a: !!str 12\nb: !!int "12"'],
    ['keys that are no text', '1: a\ntrue: b\n~: c', '1: a\ntrue: b\n~: c'],
    ['a byte-order mark', 'a: 1', '\ufeffa: 1'],
  ])('accepts %s', async (_, template, stdout) => {
    expect(await show(template, stdout, { host: 'h' })).toBe('{}');
  });

  it('captures, and holds a name that stands again to its value', async () => {
    const template = 'id: <<id:int>>\nname: <<name:word>>\nself: /items/<<id>>';
    expect(await show(template, 'id: 7\nname: web\nself: /items/7')).toMatchInlineSnapshot(
      `"{"id":"7","name":"web"}"`,
    );
    expect(await show(template, 'id: 7\nname: web\nself: /items/8')).toMatchInlineSnapshot(
      `"13: $.self: expected "/items/7", actual "/items/8""`,
    );
  });

  it('takes types of the document', async () => {
    const options = { stdout: 'a: web-x1y2z', types: { pod: '[a-z]+-[a-z0-9]{5}' } };
    expect((await evaluate('yaml expect', ['a: <<:pod>>'], options)).ok).toBe(true);
    const other = { ...options, stdout: 'a: web' };
    expect(
      showMismatch(await evaluate('yaml expect', ['a: <<:pod>>'], other)),
    ).toMatchInlineSnapshot(`"11: $.a: expected \`<<:pod>>\`, actual "web""`);
  });
});

describe('YAML that does not fit', () => {
  it('is shown by path, with the document line', async () => {
    const template =
      'kind: Pod\nspec:\n  containers:\n    - name: web\n      port: <<:int 1..99>>\nx: <<:absent>>';
    const stdout =
      'kind: Job\nspec:\n  containers:\n    - name: web\n      port: 100\n    - {}\nx: 1';
    expect(await show(template, stdout)).toMatchInlineSnapshot(`
      "11: $.kind: expected "Pod", actual "Job"
      15: $.spec.containers[0].port: expected \`<<:int 1..99>>\`, actual 100 (not within 1..99)
      14: $.spec.containers[1]: expected no element, actual {}
      16: $.x: expected absent, actual 1"
    `);
  });

  it.each([
    ['text for a number', 'a: <<:int>>', 'a: "1"'],
    ['a number for text', 'a: "1.10"', 'a: 1.10'],
    ['infinity for a number', 'a: <<:number>>', 'a: .inf'],
    ['another last digit', 'a: 12345678901234567890', 'a: 12345678901234567891'],
    ['several documents for one', 'a: 1', 'a: 1\n---\na: 2'],
    ['a key twice', 'a: 1', 'b: 1\na: 1\na: 2'],
    ['nothing', 'a: 1', ''],
    ['a comment alone', 'a: 1', '# nothing\n'],
    ['broken YAML', 'a: 1', 'a: 1\nb: [1, 2\nc: 3'],
    ['a tab', 'a: {}', 'a:\n\tb: 1'],
    ['an alias of nothing', 'a: 1', 'a: *x'],
    ['an alias of what it stands in', 'a: 1', 'a: &x [*x]'],
    ['text that is no JSON', 'a: 1', '{"a": 1,, }'],
    ['deep nesting', 'a: 1', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['deep nesting that can be parsed', 'a: 1', `${'- '.repeat(505)}x`],
  ])('is refused: %s', async (_, template, stdout) => {
    // How deep is too deep depends on the stack of whoever asks.
    const shown = (await show(template, stdout)).replace(/(?<=too deep .* column )\d+/, 'N');
    expect(shown).toMatchSnapshot();
  });

  it('is refused when a few aliases stand for billions of values', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i++) {
      lines.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`);
    }
    expect(await show('a: 1', lines.join('\n'))).toMatchInlineSnapshot(
      `"! stdout is not YAML: its aliases stand for more than 1,000,000 values at line 6, column 45"`,
    );
  });

  it('is refused when it is larger than is sensible', async () => {
    const stdout = `a: ${'x'.repeat(4 * 1024 * 1024)}`;
    expect(await show('a: 1', stdout)).toMatchInlineSnapshot(
      `"! stdout is YAML of more than 4 MiB"`,
    );
  });
});

describe('a `yaml expect` fence', () => {
  it.each([
    ['broken YAML', ['a: 1', 'b: [1, 2']],
    ['a flow that a reference breaks', ['a: [${x}]']],
    ['a reserved character', ['a: @<<:word>>']],
    ['an escape that does not exist', ['a: "\\q"']],
    ['an unknown type', ['a:', '  b: x-<<:semvr>>']],
    ['a key twice', ['a: 1', 'b: 2', 'a: 3']],
    ['a hole in a key', ['<<:int>>: 1']],
    ['a reference in a key', ['a:', '  ${x}: 1']],
    ['a key that is a list', ['? [a]', ': 1']],
    ['a tag that cannot be compared', ['a: !Ref x']],
    ['absent in a list', ['- <<:absent>>']],
    ['a name captured twice', ['- <<a:int>>', '- <<a:int>>']],
    ['a name captured twice by an alias', ['a: &x <<a:int>>', 'b: *x']],
    ['nothing', []],
    ['any value', ['<<:any>>']],
    ['a type of values within text', ['a: x<<:array>>']],
  ])('with %s says so', (_, lines) => {
    expect(problemsOf('yaml expect', lines)).toMatchSnapshot();
  });

  it('may be called `yml`', async () => {
    expect((await evaluate('yml expect', ['a: 1'], { stdout: 'a: 1' })).ok).toBe(true);
  });
});
