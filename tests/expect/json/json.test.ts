import { describe, expect, it } from 'vitest';
import { evaluate, problemsOf, showMismatch } from '../sources.ts';

async function show(
  template: string,
  stdout: string,
  scope: Record<string, string> = {},
): Promise<string> {
  const result = await evaluate('json expect', template.split('\n'), { stdout, scope });
  return result.ok ? JSON.stringify(Object.fromEntries(result.captures)) : showMismatch(result);
}

describe('JSON that fits', () => {
  it.each([
    ['the same value', '{"a": 1}', '{"a": 1}\n'],
    ['extra keys', '{"a": {"b": true}}', '{"a": {"b": true, "c": 2}, "d": 3}'],
    ['equal numbers written differently', '[1.0, 100]', '[1, 1e2]'],
    ['a number with a hole', '{"n": "<<:int>>"}', '{"n": 42}'],
    ['a number within a range', '{"n": "<<:number 0..1>>"}', '{"n": 0.5}'],
    [
      'each type',
      '["<<:string>>","<<:object>>","<<:null>>","<<:bool>>","<<:any>>"]',
      '["",{},null,false,[1]]',
    ],
    ['a length', '{"a": "<<:array 1..2>>"}', '{"a": [1, 2]}'],
    ['a key that is absent', '{"error": "<<:absent>>"}', '{"ok": true}'],
    ['types of text', '["<<:semver ^1>>", "<<:enum up|ok>>", "<<:word>>"]', '["1.2.3", "ok", "x"]'],
    ['a part of a string', '"id-<<:int>>-<<...>>"', '"id-7-abc"'],
    ['any number of elements', '[1, "<<...>>", 4]', '[1, 2, 3, 4]'],
    ['no elements', '["<<...>>"]', '[]'],
    ['H10: an element that comes up before', '["<<...>>", 2, 3]', '[2, 1, 2, 3]'],
    ['a hole as text', '"\\<<x>>"', '"<<x>>"'],
    ['escaped characters', '"a\\n\\u0041"', '"a\\nA"'],
    ['a byte-order mark', '{}', '\ufeff{}'],
    ['colours', '{"a": 1}', '\x1b[32m{"a": 1}\x1b[0m'],
  ])('accept %s', async (_, template, stdout) => {
    expect(await show(template, stdout)).toBe('{}');
  });
});

describe('JSON that does not fit', () => {
  it('is shown by path, with expected and actual', async () => {
    expect(
      await show(
        '{\n  "status": "ok",\n  "n": "<<:int 1..9>>",\n  "list": [1, {"k": "v"}],\n  "gone": "<<:absent>>",\n  "new": [1]\n}',
        '{"status": "down", "n": 12, "list": [1, {"k": 2}, 3], "gone": 1}',
      ),
    ).toMatchInlineSnapshot(`
      "12: $.status: expected "ok", actual "down"
      13: $.n: expected \`<<:int 1..9>>\`, actual 12 (not within 1..9)
      14: $.list[1].k: expected "v", actual 2
      14: $.list[2]: expected no element, actual 3
      15: $.gone: expected absent, actual 1
      16: $.new: expected [1], actual absent"
    `);
  });

  it.each([
    ['text for a number', '"<<:int>>"', '"42"'],
    ['a fraction for an integer', '"<<:int>>"', '1.5'],
    ['big numbers that differ in the last digit', '12345678901234567890', '12345678901234567891'],
    ['a longer array', '[1]', '[1, 2]'],
    ['a shorter array', '[1, 2]', '[1]'],
    ['another order', '[1, 2]', '[2, 1]'],
    ['an element that is missing', '["<<...>>", {"id": 9}, "<<...>>"]', '[{"id": 1}, {"id": 2}]'],
    ['an object for text', '"<<...>>"', '{}'],
    ['a version out of its range', '{"version": "<<:semver ^2.1>>"}', '{"version": "1.0.0"}'],
    ['nothing', '{}', ''],
    ['text that is no JSON', '{}', 'Hello\n'],
    ['two values', '{}', '{}\n{}'],
    ['JSON that breaks off', '{}', '{"a": [1,'],
  ])('refuses %s', async (_, template, stdout) => {
    expect(await show(template, stdout)).toMatchSnapshot();
  });
});

describe('elements of an array', () => {
  it.each([
    ['one too many at the beginning', '[1, 2, 3]', '[0, 1, 2, 3]'],
    ['one too few', '[1, 2, 3]', '[1, 3]'],
    ['one too few at the end', '[1, 2, 3]', '[1, 2]'],
    [
      'one changed and one too many',
      '[{"a": 1, "b": 2}, {"a": 3}]',
      '[{"a": 1, "b": 9}, {"a": 5}, {"a": 3}]',
    ],
    [
      'one that stands nowhere',
      '["<<...>>", {"id": 2, "up": true}, "<<...>>"]',
      '[{"id": 1}, {"id": 2, "up": false}, 3]',
    ],
    ['one that nothing is like', '["<<...>>", {"id": 2, "up": true}]', '[{"id": 1}, 3]'],
    ['one changed before the others', '[{"a": 1}, "<<...>>", {"z": 1}]', '[{"a": 2}, 5, {"z": 1}]'],
    [
      'a captured value that is missing',
      '["<<a:int>>", "<<...>>", {"of": "<<a>>"}]',
      '[7, {"of": "8"}]',
    ],
  ])('are named: %s', async (_, template, stdout) => {
    expect(await show(template, stdout)).toMatchSnapshot();
  });
});

describe('names in JSON', () => {
  it.each([
    [
      'text as it is',
      '{"id": "<<id:uuid>>"}',
      `{"id": "${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}"}`,
    ],
    ['a number as written', '{"n": "<<n:number>>"}', '{"n": 1.50}'],
    ['an object as JSON', '"<<all:any>>"', '{"a": [1, "x"]}'],
    ['a part of a string', '"v<<ver:semver>>"', '"v1.2.3"'],
    ['an equal value', '{"a": "<<x:int>>", "b": "<<x>>"}', '{"b": 5, "a": 5}'],
    ['another value', '{"a": "<<x:int>>", "b": "<<x>>"}', '{"a": 5, "b": 6}'],
    [
      'the element that a later value decides',
      '[["<<...>>", "<<x:int>>", "<<...>>"], "<<x>>"]',
      '[[1, 2, 3], 2]',
    ],
  ])('hold %s', async (_, template, stdout) => {
    expect(await show(template, stdout)).toMatchSnapshot();
  });

  it('takes values of the scope as text, never as a pattern', async () => {
    const scope = { x: '<<:int>>', n: '8000' };
    expect(await show('"${x}"', '"<<:int>>"', scope)).toBe('{}');
    expect(await show('"${x}"', '7', scope)).toMatchInlineSnapshot(
      `"11: $: expected "<<:int>>", actual 7"`,
    );
    expect(
      await show(
        '{"port": "<<n>>", "url": "http://h:${n}/"}',
        '{"port": 8000, "url": "http://h:8000/"}',
        scope,
      ),
    ).toBe('{}');
    expect(await show('["${gone}", "<<lost>>"]', '["", ""]')).toMatchInlineSnapshot(`
      "11: $[0]: expected "\${gone}", actual \`gone\` has no value
      11: $[1]: expected \`<<lost>>\`, actual \`lost\` has no value"
    `);
  });
});

describe('a `json expect` fence', () => {
  it.each([
    ['broken JSON', ['{', '  "a": 1,', '}']],
    ['a hole without quotation marks', ['{"a": <<:int>>}']],
    ['a key twice', ['{"a": 1, "a": 2}']],
    ['an unknown type', ['{', '  "a": "<<:semvr>>"', '}']],
    ['a type of values within text', ['"x<<:array>>"']],
    ['absent in an array', ['["<<:absent>>"]']],
    ['a hole in a key', ['{"<<:int>>": 1}']],
    ['a name captured twice', ['["<<a:int>>", "<<a:int>>"]']],
    ['nothing', []],
    ['any value', ['"<<:any>>"']],
  ])('reports %s', (_, lines) => {
    expect(problemsOf('json expect', lines)).toMatchSnapshot();
  });

  it.each(['match=lines', 'ansi=keep', 'exakt', 'exact=1', 'path', 'from=stdin', 'path=a.b'])(
    'refuses `%s`',
    (attribute) => {
      expect(problemsOf(`json expect ${attribute}`, ['{}'])).toMatchSnapshot();
    },
  );
});
