import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findingsOf } from './check-text.ts';

const asked: string[] = [];
let server: Server;
let origin = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    const { method = '', url = '' } = request;
    asked.push(`${method} ${url}`);
    if (url === '/silent') return;
    if (url === '/moved') response.writeHead(302, { location: '/ok' }).end();
    else if (url === '/no-head' && method === 'HEAD') response.writeHead(405).end();
    else if (url === '/no-head-gone') response.writeHead(method === 'HEAD' ? 405 : 404).end();
    else if (/^\/\d+$/.test(url)) response.writeHead(Number(url.slice(1))).end();
    else response.writeHead(200).end('hello');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function findings(path: string, timeoutMs = 5_000): Promise<string[]> {
  return findingsOf('external-link', `[a](${origin}${path})\n`, { external: true, timeoutMs });
}

it.each(['/ok', '/moved', '/no-head', '/401', '/403', '/429', '/ok#part'])(
  'an answer like that of %s is enough',
  async (path) => {
    expect(await findings(path)).toEqual([]);
  },
);

it.each([
  ['/404', 'error', 'answers 404'],
  ['/410', 'error', 'answers 410'],
  ['/no-head-gone', 'error', 'answers 404'],
  ['/500', 'warning', 'answers 500'],
])('%s is an %s', async (path, severity, reason) => {
  const target = `${origin}${path}`;
  expect(await findings(path)).toEqual([
    `1:5+${target.length} ${severity} \`${target}\` ${reason}`,
  ]);
});

it('a server that does not answer in time is a warning', async () => {
  const [finding] = await findings('/silent', 200);
  expect(finding).toContain('warning');
  expect(finding).toContain('does not answer within 0.2s');
});

it('a port that nobody listens on is an error', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const address = closed.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  await new Promise((resolve) => closed.close(resolve));
  const found = await findingsOf('external-link', `<${url}>\n`, { external: true });
  expect(found).toEqual([`1:2+${url.length} error \`${url}\` refuses the connection`]);
});

it('a URL is asked for once, however often it stands there', async () => {
  asked.length = 0;
  const text = `[a](${origin}/ok) [b](${origin}/ok#x)\n\n<${origin}/ok>\n`;
  expect(await findingsOf('external-link', text, { external: true })).toEqual([]);
  expect(asked).toEqual(['HEAD /ok']);
});

it('nobody is asked without `--external`, nor for names that stand for no site', async () => {
  asked.length = 0;
  expect(await findingsOf('external-link', `[a](${origin}/404)\n`)).toEqual([]);
  const reserved = '[a](https://example.com/) [b](http://x.test/) [c](http://a.invalid/y)\n';
  expect(await findingsOf('external-link', reserved, { external: true })).toEqual([]);
  expect(asked).toEqual([]);
});
