import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/expect/json/json-text.ts';
import { writeJson } from '../../../src/expect/json/json-values.ts';
import { readPath } from '../../../src/expect/json-path/read-path.ts';
import { selectNodes, showPlace } from '../../../src/expect/json-path/select.ts';

const TEXT = `{
  "a": {"b c": [10, [20]], "ä": 1, "it's": 2},
  "a": {"b c": [1.50, [2]], "ä": 3, "it's": 4, "big": 12345678901234567890},
  "list": [{"n": 1}, {"n": "x"}, {"n": 1e2}, {}]
}`;

function select(path: string): string[] {
  const read = readPath(path);
  const json = parseJson(TEXT);
  if (!read.ok || !json.ok) throw new Error('neither path nor text may be wrong');
  const selection = selectNodes(read.path, json.node);
  if (!selection.ok) return [selection.message];
  return selection.nodes.map((selected) => `${showPlace(selected)}=${writeJson(selected.node)}`);
}

describe('a path', () => {
  it.each([
    ['$.a["b c"]', ['$.a["b c"]=[1.50,[2]]']],
    ["$.a['b c'][1][0]", ['$.a["b c"][1][0]=2']],
    ['$["a"].ä', ['$.a["ä"]=3']],
    ["$.a['it\\'s']", ['$.a["it\'s"]=4']],
    ['$.a["b c"][-1]', ['$.a["b c"][1]=[2]']],
    ['$.a["b c"][5]', []],
    ['$.a[0]', []],
    ['$.a.b.c', []],
    ['$.a["b,c"]', []],
    ['$.a.big', ['$.a.big=12345678901234567890']],
    ['$.list[?@.n >= 1].n', ['$.list[0].n=1', '$.list[2].n=1e2']],
    ['$.list[?@.n == 100]', ['$.list[2]={"n":1e2}']],
    ['$.list[?@.n > "a"].n', ['$.list[1].n="x"']],
    ['$.list[?@.n == @.m]', ['$.list[3]={}']],
    ['$.list[?@ == {}]', null],
    ['$.a[?@ > 12345678901234567889]', ['$.a.big=12345678901234567890']],
    ['$.a[?@ > 12345678901234567890]', []],
    ['$.list[?@.n && @.n != 1 && @.n != "x"].n', ['$.list[2].n=1e2']],
    ['$.list[?@.n == 1 || @.n == "x"].n', ['$.list[0].n=1', '$.list[1].n="x"']],
    ['$.list[?!(@.n == 1)].n', ['$.list[1].n="x"', '$.list[2].n=1e2']],
    ['$..[?match(@, "[xy]")]', ['$.list[1].n="x"']],
    ['$..[?search(@, ".")]', ['$.list[1].n="x"']],
  ])('`%s` selects %j', (path, values) => {
    if (values === null) expect(readPath(path).ok).toBe(false);
    else expect(select(path)).toEqual(values);
  });

  it.each([
    ['$', true],
    ['$.a["b"][-1]', true],
    ['$.a[*]', false],
    ['$..a', false],
    ['$.a[0:1]', false],
    ['$.a[0, 1]', false],
    ['$.a[?@.b == 1]', false],
  ])('`%s` leads to one value: %s', (path, singular) => {
    const read = readPath(path);
    expect(read.ok && read.path.singular).toBe(singular);
  });
});
