import { describe, expect, it } from 'vitest';
import { errorsOf, fence, loadValid, warningsOf } from './problems-of.ts';

const PARAMS =
  '---\nrunbook:\n  params: {port: {default: "80"}, base: {default: "http://h"}}\n---\n';

function requestOf(body: string): unknown {
  return loadValid(PARAMS + fence('http test', body)).steps[0]?.request;
}

describe('a request', () => {
  it.each([
    ['GET http://h/', { method: 'GET', url: 'http://h/', headers: [] }],
    ['  GET \t https://h/a?b=c#d HTTP/1.1  ', { method: 'GET', url: 'https://h/a?b=c#d' }],
    ['GET http://127.0.0.1:${port}/', { url: 'http://127.0.0.1:${port}/' }],
    ['PURGE ${base}/x', { method: 'PURGE', url: '${base}/x' }],
    ['DELETE http://[::1]:8080/x', { url: 'http://[::1]:8080/x' }],
    ['# why ${gone}\n\n### title\nGET http://h/', { method: 'GET', headers: [] }],
    ['GET http://h/\n\n\n', { headers: [] }],
  ])('is read from %j', (body, expected) => {
    expect(requestOf(body)).toMatchObject(expected);
    expect(requestOf(body)).not.toHaveProperty('body');
  });

  it('has headers as they are written, and a body without the newline that ends the block', () => {
    const body =
      'POST http://h/\nAccept: a/b \nX-A:\nX-A:  1: 2\n\n{\n\n# no comment\n### nor that\n}\n';
    expect(requestOf(body)).toEqual({
      method: 'POST',
      url: 'http://h/',
      headers: [
        { name: 'Accept', value: 'a/b' },
        { name: 'X-A', value: '' },
        { name: 'X-A', value: '1: 2' },
      ],
      body: '{\n\n# no comment\n### nor that\n}\n',
    });
  });

  it.each([
    '',
    '# only a comment\n',
    'http://h/',
    'get http://h/',
    'GTE http://h/',
    'FETCH http://h/',
    'CONNECT h:443',
    'GET',
    'GET /health',
    'GET ftp://h/',
    'GET http://',
    'GET http://h/a b',
    'GET http://h:port/',
    'GET http://h/\nAccept a/b',
    'GET http://h/\nX-A : 1',
    'GET http://h/\n# a comment\nX-A: 1',
    'GET http://h/\nGET http://h/',
    'POST http://h/\n\n{}\n\n###\nGET http://h/',
    'GET http://h/\nX-A: ${gone}\n\n${port} ${a-b} \\${gone} ${prot}',
    'gte\nX',
  ])('is refused when it is %j', (body) => {
    expect(errorsOf(PARAMS + fence('http test', body))).toMatchSnapshot();
  });

  it('is refused at its place in a list', () => {
    const text = '- a\n  ```http test\n  GET http://h/\n  X\n  ```\n';
    expect(errorsOf(text)).toMatchInlineSnapshot(
      `"4:3 http-syntax: \`X\` is no header, which is \`Name: value\` (a body is set off by a blank line)"`,
    );
  });
});

describe('an `http` step', () => {
  it.each([
    'id=a title="x y" timeout=1s within=3s every=1s os=linux keep-going',
    "retry=3 backoff=1s if='true' unless=false",
  ])('may have %s', (words) => {
    expect(errorsOf(fence(`http test ${words}`, 'GET http://h/'))).toBe('');
  });

  it.each([
    'exit=0',
    'cwd=web',
    'stdin=a',
    'env.A=1',
    'background ready=port:80',
    'file=a.http expand',
  ])('cannot have %s', (words) => {
    expect(errorsOf(fence(`http run ${words}`, 'GET http://h/'))).toMatchSnapshot();
  });

  it('without an expectation is weak when it tests something', () => {
    expect(warningsOf(fence('http health', 'GET http://h/'))).toMatchInlineSnapshot(
      `"1:4 no-expectation: nothing but the status of this \`health\` step is checked (let an \`http expect\` or \`assert\` fence follow it)"`,
    );
    expect(warningsOf(fence('http run', 'GET http://h/'))).toBe('');
  });
});

describe('an expectation', () => {
  const HTTP = fence('http test', 'GET http://h/');

  it.each([
    [HTTP, 'http expect', 'HTTP 200'],
    [HTTP, 'output', 'x'],
    [HTTP, 'stdout', 'x'],
    [HTTP, 'json expect', '{}'],
    [HTTP, 'assert', 'duration < 1s\njson $.a exists\nport 80 open'],
    [fence('bash test'), 'assert', 'exit == 0\nhttp GET http://h/ == 200'],
  ])('on %j can be `%s` of %j', (step, info, body) => {
    expect(errorsOf(step + fence(info, body))).toBe('');
  });

  it.each([
    [HTTP, 'stderr', ''],
    [HTTP, 'assert', 'duration < 1s\n  exit == 0\nexit != 1'],
    [HTTP, 'assert', 'stderr is empty'],
    [fence('bash test'), 'http expect', 'HTTP 200'],
    [fence('text configure file=a'), 'http expect', 'HTTP 200'],
    ['', 'http expect', 'HTTP 200'],
  ])('on %j cannot be `%s` of %j', (step, info, body) => {
    const text = `${step}${fence(info, body)}\n# A\n\n${fence('bash run')}`;
    expect(errorsOf(text)).toMatchSnapshot();
  });

  it('may refer from the body to what a header captured, and to what came before', () => {
    const first = fence('http expect', 'HTTP 200\nx-id: <<id:int>>\n\n{"id": "<<id>>"}');
    const second =
      fence('http test', 'GET http://h/${id}') + fence('http expect', 'HTTP 200\na: ${id}');
    expect(errorsOf(HTTP + first + second)).toBe('');
    const before = fence('http expect', 'HTTP 200\nx-id: <<id>>\n\n{"id": "<<id:int>>"}');
    expect(errorsOf(HTTP + before)).toMatchInlineSnapshot(
      `"6:7 unknown-name: \`<<id>>\` has no value here (it is captured only later, on line 8)"`,
    );
  });
});
