import { describe, expect, it } from 'vitest';
import { compileExpectation } from '../../../src/expect/registry.ts';
import { createSource, evaluate, type Printed, problemsOf, showMismatch } from '../sources.ts';

const STDOUT = JSON.stringify({
  kind: 'List',
  items: [
    { id: 1, name: 'a', tags: ['x'] },
    { id: 2, name: 'b', tags: [] },
    { id: 3, name: 'c', tags: ['x', 'y'] },
  ],
});

async function show(info: string, template: string, printed: Printed = {}): Promise<string> {
  const result = await evaluate(info, template.split('\n'), { stdout: STDOUT, ...printed });
  return result.ok ? JSON.stringify(Object.fromEntries(result.captures)) : showMismatch(result);
}

describe('`path=`', () => {
  it.each([
    ['$.items[0]', '{"id": 1}'],
    ['$.items[-1].tags', '["x", "<<...>>"]'],
    ['$["kind"]', '"List"'],
    ['$', '{"kind": "<<:word>>"}'],
    ['$.items[*].id', '[1, 2, 3]'],
    ['$.items[*].id', '["<<...>>", 3]'],
    ['$..tags[*]', '["x", "x", "y"]'],
    ['$.items[1:].name', '["b", "c"]'],
    ['"$.items[?@.name == \'b\']"', '[{"id": 2}]'],
    ['"$.items[?@.id > 1].name"', '["b", "<<:word>>"]'],
    ['$.items[?@.id==9]', '[]'],
    ['$.error', '"<<:absent>>"'],
    ['$.items[7].id', '"<<:absent>>"'],
  ])('%s leads to %s', async (path, template) => {
    expect(await show(`json expect path=${path}`, template)).toBe('{}');
  });

  it.each([
    ['one value', '$.items[1]', '{"id": 3, "name": "b", "tags": ["z"]}'],
    ['several values, each at its own place', '$.items[1:].name', '["b", "x"]'],
    ['values inside those', '$.items[::2]', '[{"tags": []}, {"tags": ["x"]}]'],
    ['more values than expected', '$.items[*].id', '[1]'],
    ['fewer values than expected', '$.items[*].id', '[1, 2, 3, {"a": 4}]'],
    ['a value that is not there', '$.items[7].id', '{"a": ["<<:int>>"]}'],
    ['a value that should not be there', '$.kind', '"<<:absent>>"'],
  ])('names in a mismatch %s', async (_, path, template) => {
    expect(await show(`json expect path=${path}`, template)).toMatchSnapshot();
  });

  it('captures from the value', async () => {
    expect(await show('json expect path=$.items[*].id', '["<<first:int>>", "<<...>>"]')).toBe(
      '{"first":"1"}',
    );
  });

  it('works on YAML as well', async () => {
    const stdout = 'kind: A\n---\nkind: B\nspec: {n: 1}\n';
    expect(await show('yaml expect path=$[*].kind', '- A\n- B', { stdout })).toBe('{}');
    expect(await show('yaml expect path=$[1].spec', 'n: 1', { stdout })).toBe('{}');
  });

  it.each([
    ['path=$.items[', '{}'],
    ['path=$.a..', '{}'],
    ['path="$.items[?@.a = 1]"', '{}'],
    ['path=$.items[?nope(@)]', '[]'],
    ['path=$.items[*].id', '"<<:absent>>"'],
    ['path=$.items[*]', '"<<:any>>"'],
    ['path=$.items[*]', '["<<...>>"]'],
    ['path=$.items', '"<<:any>>"'],
  ])('is checked with the document: `%s` with %s', (attribute, template) => {
    expect(problemsOf(`json expect ${attribute}`, [template])).toMatchSnapshot();
  });
});

describe('`exact`', () => {
  it.each([
    ['{"id": 1, "name": "a", "tags": ["x"]}', 'path=$.items[0]'],
    ['{"kind": "List", "items": "<<:array>>"}', ''],
    ['{"kind": "List", "items": ["<<...>>", {"id": 3, "name": "c", "tags": "<<:any>>"}]}', ''],
    ['{"kind": "<<k:word>>", "items": "<<:array 3..3>>", "error": "<<:absent>>"}', ''],
  ])('accepts %s', async (template, path) => {
    expect(await show(`json expect exact ${path}`.trim(), template)).toMatch(/^\{("k":"List")?\}$/);
  });

  it('names every key that is not in the fence, at any level', async () => {
    const template =
      '{\n  "items": [\n    {"id": 1, "name": "a"},\n    {},\n    "<<:object>>"\n  ]\n}';
    expect(await show('json expect exact', template)).toMatchInlineSnapshot(`
      "13: $.items[0].tags: expected no such key, actual ["x"]
      14: $.items[1].id: expected no such key, actual 2
      14: $.items[1].name: expected no such key, actual "b"
      14: $.items[1].tags: expected no such key, actual []
      11: $.kind: expected no such key, actual "List""
    `);
  });

  it('decides as well which elements align', async () => {
    const stdout = '[{"id": 1, "x": 1}, {"id": 1}]';
    const template = '["<<...>>", {"id": "<<n:int>>"}]';
    expect(await show('json expect exact', template, { stdout })).toBe('{"n":"1"}');
    const other = '[{"id": "<<n:int>>"}, "<<...>>"]';
    expect(await show('json expect exact', other, { stdout })).toMatchInlineSnapshot(
      `"11: $[…]: expected {"id":"<<n:int>>"}, actual absent"`,
    );
  });

  it('holds when another way to capture is looked for', async () => {
    const template = '{"l": ["<<...>>", {"id": "<<n:int>>"}, "<<...>>"], "m": "<<n>>"}';
    const stdout = '{"l": [{"id": 1}, {"id": 2, "x": 0}, {"id": 2}], "m": 2}';
    expect(await show('json expect exact', template, { stdout })).toBe('{"n":"2"}');
  });
});

describe('`from=`', () => {
  const printed: Printed = {
    stdout: '1',
    stderr: '2',
    output: '3',
    files: { 'conf/app.json': '4', 'app.yaml': 'a: 5\n', 'empty.json': '' },
    scope: { dir: 'conf' },
  };

  it.each([
    ['json expect', '1', ['stdout']],
    ['json expect from=stdout', '1', ['stdout']],
    ['json expect from=stderr', '2', ['stderr']],
    ['json expect from=output', '3', ['output']],
    ['json expect from=file:conf/app.json', '4', []],
    ['json expect from=file:${dir}/app.json', '4', []],
    ['yaml expect from=file:app.yaml', 'a: 5', []],
  ])('`%s` reads %s', async (info, template, streams) => {
    expect(await show(info, template, printed)).toBe('{}');
    const compiled = compileExpectation(createSource(info, [template]));
    expect(compiled.ok && compiled.expectation.streams).toEqual(streams);
  });

  it.each([
    ['json expect from=file:gone.json'],
    ['json expect from=file:${dir}/gone.json'],
    ['json expect from=file:${gone}/app.json'],
    ['json expect from=file:empty.json'],
    ['json expect from=file:app.yaml'],
    ['json expect from=stderr'],
    ['json expect from=file:conf/app.json'],
  ])('`%s` says what is wrong with it', async (info) => {
    expect(await show(info, '{"a": 1}', printed)).toMatchSnapshot();
  });

  it('has references, which are known with their places', () => {
    const compiled = compileExpectation(createSource('json expect from=file:${dir}/a.json', ['1']));
    expect(compiled.ok && compiled.expectation.references).toEqual([
      { name: 'dir', line: 10, column: 26 },
    ]);
    expect(compiled.ok && compiled.expectation.summary).toBe('json expect of ${dir}/a.json');
  });
});
