import { expect, it } from 'vitest';
import { changesOf, rewriteOf } from '../rewriting.ts';

it.each<[string, string, string, string]>([
  ['a number', '{"a": 1, "b": 2}', '{"a":1,"b":3}', '{"a": 1, "b": 3}'],
  ['a string', '{"a": "x"}', '{"a":"y"}', '{"a": "y"}'],
  ['a kind', '{"a": "x"}', '{"a":null}', '{"a": null}'],
  ['a key that is gone', '{"a": 1, "b": 2, "c": 3}', '{"a":1,"c":3}', '{"a": 1, "c": 3}'],
  ['the first key', '{"a": 1, "b": 2}', '{"b":2}', '{"b": 2}'],
  ['all keys', '{"a": 1}', '{"b":2}', '{}'],
  ['a key in lines of its own', '{\n  "a": 1,\n  "b": 2\n}', '{"a":1}', '{\n  "a": 1\n}'],
  [
    'what holds keeps its text',
    '{"v":   "<<v:semver>>", "n": 1}',
    '{"v":"1.2.3","n":2,"x":0}',
    '{"v":   "<<v:semver>>", "n": 2}',
  ],
  ['a new element', '[1, 2]', '[1,2,3]', '[1, 2, 3]'],
  ['a new first element', '[2, 3]', '[1,2,3]', '[1, 2, 3]'],
  ['an element that is gone', '[1, 2, 3]', '[1,3]', '[1, 3]'],
  ['the last elements', '[1, 2, 3]', '[1]', '[1]'],
  ['an empty array', '[]', '[1,{"a":2}]', '[1, {"a": 2}]'],
  ['all elements', '[1, 2]', '[]', '[]'],
  [
    'an element within an array',
    '[{"id": 1, "n": "a"}, {"id": 2, "n": "b"}]',
    '[{"id":1,"n":"a"},{"id":3,"n":"c"},{"id":2,"n":"B"}]',
    '[{"id": 1, "n": "a"}, {"id": 3, "n": "c"}, {"id": 2, "n": "B"}]',
  ],
  ['elements around `<<...>>`', '["a", "<<...>>", "z"]', '["A",1,2,"Z"]', '["A", "<<...>>", "Z"]'],
  ['elements in lines of their own', '[\n  1,\n  2\n]', '[1,2,3]', '[\n  1,\n  2,\n  3\n]'],
  [
    'a long value in lines',
    '{\n  "a": 1\n}',
    '{"a":{"one":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaa","two":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","three":[1,2]}}',
    '{\n  "a": {\n    "one": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa",\n    "two": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",\n    "three": [1, 2]\n  }\n}',
  ],
  ['dense writing', '{"a":[1]}', '{"a":[1,{"b":2}]}', '{"a":[1, {"b":2}]}'],
  [
    'a hole in changed text',
    '{"m": "took <<:int>>s"}',
    '{"m":"Took 5 seconds"}',
    '{"m": "Took <<:int>> seconds"}',
  ],
  [
    'a hole that fails',
    '{"a": "<<:int>>", "b": 1}',
    '{"a":"x","b":2}',
    '! {"a": "<<:int>>", "b": 1}',
  ],
  [
    'a hole whose key is gone',
    '{\n  "a": "<<:int>>",\n  "b": 1\n}',
    '{"b":2}',
    '{\n!   "a": "<<:int>>",\n!   "b": 1\n}',
  ],
  ['what must not be there', '{"a": "<<:absent>>"}', '{"a":1}', '! {"a": "<<:absent>>"}'],
  [
    'text like a hole',
    '{"a": "b"}',
    '{"a":"<<x>> ${y} \\\\<<z>>"}',
    '{"a": "\\<<x>> \\${y} \\\\\\<<z>>"}',
  ],
  [
    'all digits of a number',
    '{"a": 1}',
    '{"a":123456789012345678901.10}',
    '{"a": 123456789012345678901.10}',
  ],
  ['another kind of value', '{"a": 1}', '[1]', '[1]'],
  ['control characters', '"a"', '"\\u0001\\u2028 é"', '"\\u0001\\u2028 é"'],
])('%s', async (_what, body, stdout, expected) => {
  expect(await rewriteOf('json expect', body.split('\n'), { stdout })).toBe(expected);
});

it('says why it cannot', async () => {
  expect(await rewriteOf('json expect', ['{}'], { stdout: 'oops' })).toMatchInlineSnapshot(
    `"not updated: stdout is not JSON: unexpected \`oops\` at line 1, column 1"`,
  );
});

it('offers a pattern for what differs', async () => {
  const body = ['{', '  "n": 1,', '  "s": "v1.2.3",', '  "b": true', '}'];
  const stdout = '{"n":2,"s":"v1.3.0","b":false}';
  const [change] = await changesOf('json expect', body, { stdout });
  expect(change).toEqual({
    from: 1,
    to: 2,
    lines: ['  "n": 2,'],
    pattern: ['  "n": "<<:int>>",'],
  });
});

it.each<[string, string, string, string, string]>([
  ['a part', 'json expect path=$.a', '{"b": 1}', '{"a":{"b":2},"c":3}', '{"b": 2}'],
  ['parts', 'json expect path=$..n', '[1, 2]', '[{"n":1},{"n":3}]', '[1, 3]'],
  [
    'a part that is not there',
    'json expect path=$.a',
    '1',
    '{}',
    'not updated: there is nothing at `$.a`',
  ],
  ['other keys', 'json expect exact', '{"a": 1}', '{"a":2,"b":[3]}', '{"a": 2, "b": [3]}'],
  [
    'another stream',
    'json expect from=stderr',
    '{"a": 1}',
    '',
    'not updated: stderr is not JSON: it is empty',
  ],
])('%s', async (_what, info, body, stdout, expected) => {
  expect(await rewriteOf(info, body.split('\n'), { stdout })).toBe(expected);
});

const BY_HAND =
  'not updated: the lines of this YAML would have to be written anew; edit it by hand';

it.each<[string, string, string, string]>([
  ['a value', 'a: 1\nb: text # why', 'a: 2\nb: "12"', 'a: 2\nb: "12" # why'],
  ['a text', 'a: one', 'a: two', 'a: two'],
  ['a text that needs quotation marks', 'a: one', 'a: "yes: no"', 'a: "yes: no"'],
  ['a text like a hole', 'a: one', 'a: <<x>>', 'a: "\\<<x>>"'],
  ['no value', 'a:\nb: 1', 'a: 2\nb: 1', 'a: 2\nb: 1'],
  ['a key that is gone', 'a: 1\nb:\n  - x\n  - y\nc: 3', 'a: 1\nc: 3', 'a: 1\nc: 3'],
  ['the first key', 'a: 1\nb: 2', 'b: 2', 'b: 2'],
  ['a new element', 'l:\n  - a\n  - c', 'l: [a, b, c]', 'l:\n  - a\n  - b\n  - c'],
  ['an element that is gone', 'l:\n  - a\n  - b\n  - c', 'l: [a, c]', 'l:\n  - a\n  - c'],
  [
    'a map in a list',
    'l:\n  - n: a\n    v: 1\n  - n: b\n    v: 2',
    'l: [{n: a, v: 1}, {n: b, v: 3}]',
    'l:\n  - n: a\n    v: 1\n  - n: b\n    v: 3',
  ],
  ['a list in a line', 'l: [a, b]', 'l: [a, b, c]', 'l: [a, b, c]'],
  [
    'a block of text',
    't: |\n  one\n  two\nb: 1',
    't: "one\\nthree\\n"\nb: 1',
    't: "one\\nthree\\n"\nb: 1',
  ],
  ['what holds keeps its text', 'v: <<v:semver>>\nn: 1', 'v: 1.2.3\nn: 2', 'v: <<v:semver>>\nn: 2'],
  ['the first key of a map in a list', 'l:\n  - n: a\n    v: 1', 'l: [{v: 1}]', BY_HAND],
  ['another first element', 'l:\n  - b', 'l: [a, b]', BY_HAND],
  [
    'aliases',
    'a: &x 1\nb: *x',
    'a: 2\nb: 3',
    'not updated: what an alias stands for is no longer the same everywhere',
  ],
])('YAML: %s', async (_what, body, stdout, expected) => {
  expect(await rewriteOf('yaml expect', body.split('\n'), { stdout })).toBe(expected);
});
