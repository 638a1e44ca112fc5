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
