import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createNetServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startInline } from '../helpers/run-inline.ts';
import { type Block, documentOf, reasonOf, runBlocks, withBlocks } from './blocks.ts';
import { PORT, server } from './server.ts';
import { listen, readBody, serve } from './web.ts';

const SECRET = `s3cr3t t0k3n/+'{|}`;
const PARAMS = `  params:
    base: {required: true}
    token: {secret: true, default: "${SECRET}"}`;

let failures = 0;
let hanging: () => void = () => {};

/** Answers by the path: `/status/404`, `/echo`, and so on. */
const port = await serve(async (request, response) => {
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
const base = `http://127.0.0.1:${port}`;

/** A server that answers every request with these bytes and closes. */
async function answerWith(bytes: string): Promise<string> {
  const raw = createNetServer((socket) => {
    socket.on('error', () => {}).once('data', () => socket.end(bytes));
  });
  return `http://127.0.0.1:${await listen(raw)}`;
}

function run(blocks: readonly Block[], url = base): ReturnType<typeof runBlocks> {
  return runBlocks(blocks, { frontMatter: PARAMS, args: ['--set', `base=${url}`] });
}

/** The account of the first failure, with what differs from run to run taken out. */
function accountOf({ stdout }: { readonly stdout: string }): string {
  const [account = ''] = /^✗ doc\.md[\s\S]*?(?=\n\n\d+ (?:passed|failed))/m.exec(stdout) ?? [];
  return account
    .replace(/ {2}log .*/, '  log  LOG')
    .replace(/\d+(?:\.\d+)?m?s(?=[,)])/, 'TIME')
    .replaceAll(/(?<=\d|localhost):\d{4,5}\b/g, ':PORT')
    .replaceAll(/Date: .*/g, 'Date: DATE');
}

describe('an `http` step', () => {
  it('sends what is written, with values put in, and gives the body to its expectations', async () => {
    const request = [
      '# a comment ${nothing}',
      'POST ${base}/echo?q=\\${x} HTTP/1.1',
      'X-Two: 1',
      'X-Two: ü',
      '',
      '{"a": "é",',
      '',
      '"base": "${base}"}',
    ];
    const result = await run([
      ['http run id=s', request.join('\n')],
      [
        'http expect',
        'HTTP 200\ncontent-type: application/json\nset-cookie: session=<<session:word>>; <<...>>\n\n{"method": "<<method:word>>"}',
      ],
      [
        'json expect',
        '{"url": "/echo?q=\\${x}", "body": "{\\"a\\": \\"é\\",\\n\\n\\"base\\": \\"${base}\\"}"}',
      ],
      ['json expect', '{"headers": {"accept-encoding": "identity", "connection": "close"}}'],
      [
        'json expect',
        '{"headers": {"user-agent": "runbook/<<:semver>>", "content-length": "<<:any>>"}}',
      ],
      ['stdout', '{"method":"POST"<<...>>'],
      ['output', '<<...>>"X-Two","1","X-Two","Ã¼"<<...>>'],
      ['assert', 'json $.url exists\nstdout is not empty\nduration < 20s'],
      ['bash run id=t', 'echo "$session $method"'],
      ['output', 'abc POST'],
    ]);
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(result.logs['s']).toMatch(/^HTTP\/1\.1 200 OK\nContent-Type: application\/json\n/);
    expect(result.logs['s']).toContain('\n\n{"method":"POST"');
    expect(result.stdout).toContain('POST ${base}/echo');
  });

  it.each([
    ['GET ${base}/status/204', 'HTTP 204\nx-id: 7', ''],
    ['HEAD ${base}/status/200', 'HTTP 200\nx-id: 7', ''],
    ['GET ${base}/status/302', 'HTTP 302\nlocation: /status/200', 'first line of 302\nsecond\n'],
    ['GET ${base}/upgrade\nUpgrade: x\nConnection: upgrade', 'HTTP 101\nupgrade: x', ''],
    [`POST \${base}/early\n\n${'x'.repeat(300_000)}`, 'HTTP 413\n\nmuch', 'much'],
    [
      'DELETE ${base}/status/404',
      'HTTP 4xx\n\nfirst line of 404\nsecond',
      'first line of 404\nsecond\n',
    ],
  ])(
    'H43: passes with `%.40s` when `http expect` names what comes',
    async (request, expected, body) => {
      const result = await run([
        ['http test id=s', request],
        ['http expect', expected],
      ]);
      expect(result.exitCode, result.stdout + result.stderr).toBe(0);
      expect(result.logs['s']?.split('\n\n').slice(1).join('\n\n')).toBe(body);
    },
  );

  it.each(['500', '404', '302'])(
    'H43: fails with the status %s when nothing names it',
    async (status) => {
      const result = await run([
        ['http run id=s', `GET \${base}/status/${status}`],
        ['assert', 'stdout contains "first"'],
        ['bash run id=later', 'true'],
      ]);
      expect(result.exitCode).toBe(1);
      expect(result.statuses).toEqual(['s failed', 'later skipped']);
      expect(reasonOf(result, 's')).toMatchObject({ kind: 'http-status', status: Number(status) });
      expect(accountOf(result)).toMatchSnapshot();
    },
  );

  it('H43: is not made to pass by an `http expect` that names another status', async () => {
    const result = await run([
      ['http run id=s', 'GET ${base}/status/500'],
      ['http expect', 'HTTP 404\nx-id: 8'],
    ]);
    expect(result.exitCode).toBe(1);
    expect(accountOf(result)).toMatchSnapshot();
  });

  it('shows what differs in headers and body beside the lines of the document', async () => {
    const result = await run([
      ['http run id=s', 'GET ${base}/status/200'],
      [
        'http expect',
        'HTTP 200\nx-id: <<:semver>>\nserver: nginx\n\nfirst line of 2<<n:int>>\n2nd',
      ],
    ]);
    expect(result.exitCode).toBe(1);
    expect(accountOf(result)).toMatchSnapshot();
  });

  it('takes a large response, and holds all of it against its expectations', async () => {
    const result = await run([
      ['http run id=s', 'GET ${base}/large/64'],
      ['stdout', 'x<<...>>\n...\nlast'],
      ['assert', 'stdout contains "last"'],
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(result.logs['s']).toHaveLength(
      64 * 1024 * 1024 + (result.logs['s']?.indexOf('\n\n') ?? 0) + 6,
    );
  });

  it('asks a server that a background step started, over IPv4 and IPv6', async () => {
    // Some containers have IPv4 alone.
    const six = await serve((_, response) => response.end('six'), '::1').catch(() => null);
    const overSix: Block[] = [
      ['http test', `GET http://[::1]:${six}/`],
      ['stdout', 'six'],
    ];
    const result = await runBlocks(
      [
        [`bash run background ready=port:\${port}`, server()],
        ['http health within=5s', 'GET http://localhost:${port}/'],
        ['http expect', 'HTTP/1.0 200 OK\nserver: BaseHTTP<<...>>\n\nhello'],
        ...(six === null ? [] : overSix),
      ],
      { frontMatter: PORT },
    );
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
  });
});

describe('an `http` step without a response', () => {
  const closed = `http://127.0.0.1:${port}`.replace(String(port), '1');

  it.each([
    ['nothing listens', async () => closed],
    ['there is no such host', async () => 'http://nowhere.invalid'],
    ['the answer is cut off', async () => `${base}/cut`],
    ['the server closes at once', () => answerWith('')],
    ['the answer is not HTTP', () => answerWith('220 mail ready\r\n')],
    [
      'a chunk of the answer is invalid',
      () => answerWith('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n'),
    ],
    ['the server does not speak TLS', async () => base.replace('http:', 'https:')],
  ])('says why, when %s', async (_, start) => {
    const url = await start();
    const result = await run([['http run id=s', 'GET ${base}']], url);
    expect(result.exitCode).toBe(1);
    expect(reasonOf(result, 's').kind).toBe('no-response');
    expect(
      accountOf(result)
        .replace('the name of the host cannot be looked up now', 'there is no host of that name')
        .replace(/\n {2}hint the network seems.*/, ''),
    ).toMatchSnapshot();
  });

  it('says that it does not trust a certificate, whatever the environment says', async () => {
    const { key, cert } = createCertificate();
    const tls = createTlsServer({ key, cert }, (_, response) => response.end('secret'));
    const url = `https://localhost:${await listen(tls)}`;
    const blocks: Block[] = [
      ['http run id=s', 'GET ${base}/'],
      ['stdout', 'secret'],
    ];
    const options = { frontMatter: PARAMS, args: ['--set', `base=${url}`] };
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' };
    const refused = await runBlocks(blocks, { ...options, env });
    expect(refused.exitCode).toBe(1);
    expect(accountOf(refused)).toMatchSnapshot();
    const files = { 'ca.pem': cert };
    const trusted = await runBlocks(blocks, {
      ...options,
      files,
      env: { NODE_EXTRA_CA_CERTS: 'ca.pem' },
    });
    expect(trusted.exitCode, trusted.stdout + trusted.stderr).toBe(0);
    const other = await runBlocks(blocks, {
      ...options,
      args: ['--set', `base=${url.replace('localhost', '127.0.0.1')}`],
      files,
      env: { NODE_EXTRA_CA_CERTS: 'ca.pem' },
    });
    expect(accountOf(other)).toMatchSnapshot();
  });

  it('ends at its timeout, which counts for each attempt', async () => {
    const result = await run([
      ['http run id=s timeout=300ms retry=1 backoff=10ms', 'GET ${base}/late'],
    ]);
    expect(result.exitCode).toBe(1);
    expect(reasonOf(result, 's')).toMatchObject({ kind: 'timeout', timeoutMs: 300 });
    expect(accountOf(result)).toMatchSnapshot();
  });

  it('is refused when a value makes no URL of it', async () => {
    const result = await run([['http run id=s', 'GET ${base}/x']], 'ftp://h');
    expect(accountOf(result)).toMatchSnapshot();
  });

  it('is not sent when a value cannot stand in a header, which cannot add another one', async () => {
    const result = await run([
      ['bash run', 'printf \'{"x": "a\\\\nB: 1"}\''],
      ['json expect', '{"x": "<<x:any>>"}'],
      ['http run id=s', 'GET ${base}/echo\nX-A: ${x}'],
    ]);
    expect(accountOf(result)).toMatchSnapshot();
  });

  it('is cancelled by Ctrl-C at once, and cleanup runs', async () => {
    const asked = new Promise<void>((resolve) => {
      hanging = resolve;
    });
    const process = startInline(
      documentOf([
        ['http run id=s', `GET ${base}/late`],
        ['bash cleanup id=clean', 'echo cleaned'],
      ]),
    );
    await asked;
    process.kill('SIGINT');
    const result = withBlocks(await process.result);
    expect(result.exitCode, result.stdout + result.stderr).toBe(130);
    expect(result.verdicts['s']).toEqual({ status: 'cancelled', signal: 'SIGINT' });
    expect(result.logs['clean']).toBe('cleaned\n');
  });
});

describe('an `http` step that is tried again', () => {
  it.each(['within=20s every=10ms', 'retry=2 backoff=10ms'])('passes with %s', async (words) => {
    failures = 0;
    const result = await run([
      [`http test id=s ${words}`, 'GET ${base}/flaky'],
      ['stdout', 'attempt <<n:int>>'],
      ['bash run', 'test "$n" = 3'],
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(result.events.filter(({ type }) => type === 'attempt-failed')).toMatchObject([
      { attempt: 1, reason: { kind: 'http-status', status: 503 } },
      { attempt: 2, reason: { kind: 'http-status', status: 503 } },
    ]);
  });

  it('leaves the state of the shell alone', async () => {
    failures = 0;
    const result = await run([
      'x=1; f() { echo "f$x"; }',
      ['http test retry=2 backoff=10ms', 'GET ${base}/flaky'],
      'f; x=2',
      ['http run if=\'test "$x" = 1\' id=skipped', 'GET ${base}/status/200'],
      ['http run unless=\'test "$x" = 1\' id=sent', 'GET ${base}/status/200'],
      ['http run id=failing keep-going', 'GET ${base}/status/500'],
      ['bash run id=last', 'f'],
    ]);
    expect(result.exitCode).toBe(1);
    expect(result.verdicts).toMatchObject({
      skipped: { status: 'skipped', reason: { kind: 'if' } },
      sent: { status: 'passed' },
      failing: { status: 'failed' },
      last: { status: 'passed' },
    });
    expect(result.logs['last']).toBe('f2\n');
  });
});

describe('a secret in a request', () => {
  it('is sent as it is, and shown nowhere', async () => {
    const result = await run([
      ['http run id=s', 'POST ${base}/echo/${token}?t=${token}\nX-Token: ${token}\n\n${token}'],
      ['json expect', '{"body": "${token}", "headers": {"x-token": "${token}"}}'],
      ['json expect', '{"url": "/echo/${token}?t=${token}"}'],
      ['http expect', 'HTTP 200\nx-token: ${token}'],
      ['http run id=refused keep-going', 'GET http://127.0.0.1:1/${token}'],
      ['http run id=status keep-going', 'GET ${base}/status/500?${token}'],
    ]);
    expect(result.exitCode).toBe(1);
    expect(result.verdicts, result.stdout).toMatchObject({
      s: { status: 'passed' },
      refused: { status: 'failed', reason: { request: 'GET http://127.0.0.1:1/•••' } },
      status: { status: 'failed', reason: { request: `GET ${base}/status/500?•••` } },
    });
    const texts = [result.stdout, result.stderr, JSON.stringify(result.events)];
    for (const text of [...texts, ...readAll(result.stateDir)]) expect(text).not.toMatch(/s3cr3t/);
  });

  it('cannot be captured', async () => {
    const result = await run([
      ['http run id=s', 'GET ${base}/echo\nX-Token: ${token}'],
      ['http expect', 'HTTP 200\nx-token: <<t:any>>'],
    ]);
    expect(reasonOf(result, 's')).toMatchObject({ kind: 'capture' });
  });
});

function readAll(folder: string): string[] {
  return (
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile())
      // The document as it was run is the author's own text.
      .filter((path) => !path.endsWith('.md'))
      .map((path) => readFileSync(path, 'utf8'))
  );
}

/** A certificate for `localhost` that is signed by itself. */
function createCertificate(): { key: string; cert: string } {
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const made = spawnSync('openssl', [...words, '-nodes', ...name, '-keyout', '-', '-out', '-'], {
    encoding: 'utf8',
  });
  const [key = '', cert = ''] = made.stdout.match(/-----BEGIN [\s\S]*?-----END .*?-----\n/g) ?? [];
  return { key, cert };
}
