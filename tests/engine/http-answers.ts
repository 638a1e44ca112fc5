/** A web server with an answer for every case, and runs of documents that ask it. */

import { type Block, runBlocks } from './blocks.ts';
import { readBody, serve } from './web.ts';

export const SECRET: string = `s3cr3t t0k3n/+'{|}`;
export const PARAMS: string = `  params:
    base: {required: true}
    token: {secret: true, default: "${SECRET}"}`;

let failures = 0;
let hanging: () => void = () => {};

/** Answers by the path: `/status/404`, `/echo`, and so on. */
export const port: number = await serve(async (request, response) => {
  const { pathname } = new URL(request.url ?? '', 'http://h');
  const [, kind, argument] = pathname.split('/');
  switch (kind) {
    case 'status': {
      const location = argument === '302' ? { Location: '/status/200' } : {};
      response.writeHead(Number(argument), { 'X-Id': '7', ...location });
      response.end(`first line of ${argument}\nsecond\n`);
      return;
    }
    case 'echo': {
      const body = await readBody(request);
      const { method, url, headers, rawHeaders } = request;
      response.setHeader('Content-Type', 'application/json');
      response.setHeader('Set-Cookie', ['a=1', 'session=abc; Secure']);
      response.setHeader('X-Token', encodeURIComponent(headers['x-token']?.toString() ?? ''));
      response.end(JSON.stringify({ method, url, headers, rawHeaders, body }));
      return;
    }
    case 'flaky':
      failures += 1;
      response.writeHead(failures % 3 === 0 ? 200 : 503).end(`attempt ${failures}`);
      return;
    case 'upgrade':
      request.socket.end(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
      );
      return;
    case 'early':
      response.writeHead(413, { 'Content-Length': '4' });
      response.end('much', () => request.socket.destroySoon());
      return;
    case 'late':
      response.write('beginning\n');
      hanging();
      return;
    case 'cut':
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('half\n', () => response.destroy());
      return;
    case 'large': {
      const chunk = Buffer.alloc(1024 * 1024, `${'x'.repeat(1023)}\n`);
      for (let sent = 0; sent < Number(argument); sent++) {
        if (!response.write(chunk)) await new Promise((go) => response.once('drain', go));
      }
      response.end('last');
      return;
    }
    default:
      response.writeHead(400).end();
  }
});
/** Where it is. */
export const base: string = `http://127.0.0.1:${port}`;

/** Lets the flaky answers begin anew: two failures, then a success. */
export function forgetFailures(): void {
  failures = 0;
}

/** Resolves when the server has begun an answer that it does not end. */
export function untilHanging(): Promise<void> {
  return new Promise((resolve) => {
    hanging = resolve;
  });
}

/** Runs blocks that ask the server, or another one. */
export function run(blocks: readonly Block[], url: string = base): ReturnType<typeof runBlocks> {
  return runBlocks(blocks, { frontMatter: PARAMS, args: ['--set', `base=${url}`] });
}

/** The account of the first failure, with what differs from run to run taken out. */
export function accountOf({ stdout }: { readonly stdout: string }): string {
  const [account = ''] =
    /^✗ doc\.md[\s\S]*?(?=\n\n(?:next .*\n)?\d+ (?:passed|failed))/m.exec(stdout) ?? [];
  return account
    .replace(/ {2}log .*/, '  log  LOG')
    .replace(/\d+(?:\.\d+)?m?s(?=[,)])/, 'TIME')
    .replaceAll(/(?<=\d|localhost):\d{4,5}\b/g, ':PORT')
    .replaceAll(/Date: .*/g, 'Date: DATE');
}
