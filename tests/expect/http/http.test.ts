import { describe, expect, it } from 'vitest';
import { compileExpectation } from '../../../src/expect/registry.ts';
import type { ResponseHead } from '../../../src/expect/types.ts';
import { createSource, evaluate, type Printed, problemsOf, showMismatch } from '../sources.ts';

const HEAD: ResponseHead = {
  version: '1.1',
  status: 200,
  reason: 'OK',
  headers: [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Set-Cookie', 'theme=dark'],
    ['Set-Cookie', 'session=abc123; HttpOnly'],
    ['ETag', '"7"'],
    ['X-Empty', ''],
  ],
};
const JSON_BODY = '{"status": "ok", "version": "1.2.3", "items": [1, 2]}\n';

function hold(lines: readonly string[], printed: Printed = {}): ReturnType<typeof evaluate> {
  return evaluate('http expect', lines, { response: HEAD, stdout: JSON_BODY, ...printed });
}

describe('http expect', () => {
  it.each([
    ['HTTP 200'],
    ['HTTP/1.1 200 OK'],
    ['HTTP/2 200'],
    ['HTTP 200 Whatever'],
    ['HTTP 2xx'],
    ['HTTP 200', 'content-type: application/json<<...>>'],
    ['HTTP 200', 'CONTENT-TYPE:application/json; charset=<<:word>>-8  '],
    ['HTTP 200', 'set-cookie: theme=dark', 'set-cookie: session=<<...>>; HttpOnly'],
    ['HTTP 200', 'x-empty:'],
    ['HTTP 200', 'x-powered-by: <<:absent>>'],
    ['HTTP 200', 'etag: "${tag}"'],
    ['HTTP 200', '', '{"status": "ok"}'],
    ['HTTP 200', '', '', '{"items": ["<<...>>", 2], "gone": "<<:absent>>"}', ''],
    ['HTTP 200', '', '...'],
    ['HTTP 200', '', '?"status"* (glob)'],
    ['HTTP 200', '', ''],
    ['HTTP 200', 'etag: "<<etag:int>>"', 'ETag: "<<etag>>"'],
  ])('holds for %j', async (...lines) => {
    const result = await hold(lines, { scope: { tag: '7' } });
    expect(showMismatch(result)).toBe('ok');
  });

  it.each([
    [['HTTP 201']],
    [['HTTP 4xx', 'etag: 1', '', '{"status": "no"}']],
    [['HTTP 200', 'content-type: text/html', 'set-cookie: a=<<...>>', 'x-gone: 1']],
    [['HTTP 200', 'etag: <<:absent>>']],
    [['HTTP 200', 'etag: "${tag}"']],
    [['HTTP 200', 'etag: 7', '', '{"status": "up", "version": "<<:int>>"}']],
    [['HTTP 200', '', '{"status": "ok"}'], { stdout: '<html>' }],
    [['HTTP 200', '', 'ok', '...'], { stdout: 'OK\nmore\n' }],
    [['HTTP 200', '', '[info] ready'], { stdout: '[info] starting\n' }],
    [['HTTP 200', 'etag: "${gone}"']],
  ])('does not hold for %j', async (lines, printed: Printed = {}) => {
    const result = await hold(lines, { scope: { tag: '8' }, ...printed });
    expect(showMismatch(result)).toMatchSnapshot();
  });

  it('captures from headers and body, and compares them with each other', async () => {
    const lines = [
      'HTTP 200',
      'etag: "<<etag:int>>"',
      'set-cookie: session=<<session:word>>; <<...>>',
    ];
    const body = ['', '{"version": "<<v:semver>>", "items": [1, "<<n:int>>"], "e": "<<etag>>"}'];
    const stdout = '{"version": "1.2.3", "items": [1, 2], "e": 7}';
    const result = await hold([...lines, ...body], { stdout });
    expect(result.ok && Object.fromEntries(result.captures)).toEqual({
      etag: '7',
      session: 'abc123',
      v: '1.2.3',
      n: '2',
    });
    const other = await hold([...lines, ...body], { stdout: stdout.replace('7', '8') });
    expect(showMismatch(other)).toMatchInlineSnapshot(
      `"15: $.e: expected 7 (\`<<etag>>\`), actual 8"`,
    );
  });

  it('reads the body only when it has one, and names what it captures and refers to once', () => {
    const names = (lines: readonly string[]): unknown => {
      const compiled = compileExpectation(createSource('http expect', lines));
      if (!compiled.ok) return compiled.problems;
      const { streams, captures, references, summary, needs } = compiled.expectation;
      return { streams, captures, references, summary, needs };
    };
    expect(names(['HTTP 2xx', 'a: <<a:int>>'])).toMatchInlineSnapshot(`
      {
        "captures": [
          {
            "column": 4,
            "line": 12,
            "name": "a",
            "refuse": [Function],
          },
        ],
        "needs": [
          {
            "column": 4,
            "kind": "response",
            "length": 11,
            "line": 10,
          },
        ],
        "references": [],
        "streams": [],
        "summary": "http expect (HTTP 2xx)",
      }
    `);
    expect(
      names(['HTTP 200', 'a: <<a:int>>', '', '["<<a>>", "${b}", "<<c:int>>"]']),
    ).toMatchInlineSnapshot(`
      {
        "captures": [
          {
            "column": 4,
            "line": 12,
            "name": "a",
            "refuse": [Function],
          },
          {
            "column": 20,
            "line": 14,
            "name": "c",
            "refuse": [Function],
          },
        ],
        "needs": [
          {
            "column": 4,
            "kind": "response",
            "length": 11,
            "line": 10,
          },
        ],
        "references": [
          {
            "column": 12,
            "line": 14,
            "name": "b",
          },
        ],
        "streams": [
          "stdout",
        ],
        "summary": "http expect (HTTP 200)",
      }
    `);
  });

  it.each([
    [[]],
    [['']],
    [['200 OK']],
    [['HTTP OK']],
    [['HTTP <<:int>>']],
    [['HTTP 200', 'no header', 'a : 1']],
    [['HTTP 200', 'a: <<x:wrod>> <<:string>>']],
    [['HTTP 200', 'a: b <<:absent>>', 'b: <<a:absent>>']],
    [['HTTP 200', 'a: <<x:int>>', '', '{"x": "<<x:int>>"}']],
    [['HTTP 200', '', '{"x": <<:int>>}']],
    [['HTTP 200', '', '[<<:int>>]']],
    [['HTTP 200', 'content-type: application/json', '', '[<<:int>>]']],
    [['HTTP 200', '', 'a(( (re)']],
    [['HTTP 200', '', '...']],
    [['nothing', 'a', '', '{']],
  ])('reports what is wrong with %j', (lines) => {
    expect(problemsOf('http expect', lines)).toMatchSnapshot();
  });

  it.each([
    ['http expect exact path=$.items', '[1, 2]', true],
    ['http expect exact', '{"status": "ok"}', false],
    ['http expect match=lines', '...', true],
  ])('%s is about the body', async (info, body, holds) => {
    const printed = { response: HEAD, stdout: JSON_BODY };
    expect((await evaluate(info, ['HTTP 200', '', body], printed)).ok).toBe(holds);
  });

  it.each(['from=stderr', 'form=x'])('has no use for %s with a body', (word) => {
    expect(problemsOf(`http expect ${word}`, ['HTTP 200', '', '{}'])).toMatchSnapshot();
  });

  it.each(['match=lines', 'from=stdout', 'exact'])('has no use for %s without a body', (word) => {
    expect(problemsOf(`http expect ${word}`, ['HTTP 200'])).toMatchSnapshot();
  });
});
