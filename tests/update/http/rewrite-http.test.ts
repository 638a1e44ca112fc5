import { expect, it } from 'vitest';
import type { Printed } from '../../expect/sources.ts';
import { changesOf, rewriteOf } from '../rewriting.ts';

const RESPONSE: Printed = {
  stdout: '{"status":"ok","id":7}',
  response: {
    version: '1.1',
    status: 200,
    reason: 'OK',
    headers: [
      ['Content-Type', 'application/json; charset=utf-8'],
      ['X-Request', 'r-42'],
    ],
  },
};

it.each<[string, string[], string]>([
  ['the body', ['HTTP 200', '', '{"status": "up"}'], 'HTTP 200\n\n{"status": "ok"}'],
  [
    'a header',
    ['HTTP 200', 'content-type: text/html'],
    'HTTP 200\ncontent-type: application/json; charset=utf-8',
  ],
  [
    'a header that is gone',
    ['HTTP 200', 'etag: x', 'x-request: r-42'],
    'HTTP 200\nx-request: r-42',
  ],
  ['a hole in a header', ['HTTP 200', 'x-request: req-<<:int>>'], '! x-request: req-<<:int>>'],
  [
    'what holds',
    ['HTTP 2xx', 'x-request: r-<<n:int>>', '', '{"id": 8}'],
    'HTTP 2xx\nx-request: r-<<n:int>>\n\n{"id": 7}',
  ],
  [
    'a status',
    ['HTTP 404', '', '{}'],
    'not updated: the status is HTTP 200 OK, which only `--accept-exit` takes over',
  ],
])('%s', async (_what, body, expected) => {
  const updated = await rewriteOf('http expect', body, RESPONSE);
  expect(expected.startsWith('!') ? updated.split('\n').at(-1) : updated).toBe(expected);
});

it('takes the status over where that is asked for', async () => {
  const body = ['HTTP/1.1 404 Not Found', '', '{"id": 7}'];
  expect(await rewriteOf('http expect', body, RESPONSE, { acceptExit: true })).toBe(
    'HTTP/1.1 200 OK\n\n{"id": 7}',
  );
});

it('takes lines of a body that is not JSON', async () => {
  const printed = { ...RESPONSE, stdout: 'a\nB\n' };
  expect(await rewriteOf('http expect', ['HTTP 200', '', 'a', 'b'], printed)).toBe(
    'HTTP 200\n\na\nB',
  );
});

it('offers a pattern for a header', async () => {
  expect(await changesOf('http expect', ['HTTP 200', 'x-request: r-41'], RESPONSE)).toEqual([
    { from: 1, to: 2, lines: ['x-request: r-42'], pattern: ['x-request: r-<<:int>>'] },
  ]);
});
