import { describe, expect, it } from 'vitest';
import { followPath, parseJsonPath } from '../../../src/expect/json/json-path.ts';
import { parseJson } from '../../../src/expect/json/json-text.ts';
import { writeJson } from '../../../src/expect/json/json-values.ts';

const TEXT =
  '{"a": {"b c": [10, [20]], "ä": 1, "it\'s": 2}, "a": {"b c": [1, [2]], "ä": 3, "it\'s": 4}}';

function select(path: string): string {
  const parsed = parseJsonPath(path, 0);
  if (!parsed.ok) return `${parsed.reason} at ${parsed.end}`;
  const json = parseJson(TEXT);
  const node = json.ok ? followPath(json.node, parsed.path) : undefined;
  return node ? writeJson(node) : 'absent';
}

describe('a path', () => {
  it.each([
    ['$.a["b c"]', '[1,[2]]'],
    ["$.a['b c'][1][0]", '2'],
    ['$["a"].ä', '3'],
    ["$.a['it\\'s']", '4'],
    ['$.a["b c"][-1]', '[2]'],
    ['$.a["b c"][5]', 'absent'],
    ['$.a[0]', 'absent'],
    ['$.a.b.c', 'absent'],
    ['$.a["b c"] rest', '[1,[2]]'],
    ['$.a["b,c"]', 'absent'],
    ['$a', 'syntax at 1'],
    ['$.', 'syntax at 1'],
    ['$.a[x]', 'syntax at 3'],
    ['$.a-b', 'syntax at 3'],
    ['a.b', 'syntax at 1'],
    ['$.a[*]', 'later at 3'],
    ['$.a.*', 'later at 3'],
    ['$..a', 'later at 1'],
    ['$.a[0:2]', 'later at 3'],
    ['$.a[0,1]', 'later at 3'],
    ['$.a[?(@.b)]', 'later at 3'],
  ])('`%s` leads to %s', (path, value) => {
    expect(select(path)).toBe(value);
  });
});
