import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createNetServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startInline } from '../helpers/run-inline.ts';
import { type Block, documentOf, reasonOf, runBlocks, withBlocks } from './blocks.ts';
import {
  accountOf,
  base,
  forgetFailures,
  PARAMS,
  port,
  run,
  untilHanging,
} from './http-answers.ts';
import { listen } from './web.ts';

/** A server that answers every request with these bytes and closes. */
async function answerWith(bytes: string): Promise<string> {
  const raw = createNetServer((socket) => {
    socket.on('error', () => {}).once('data', () => socket.end(bytes));
  });
  return `http://127.0.0.1:${await listen(raw)}`;
}

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
    const asked = untilHanging();
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
    forgetFailures();
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
    forgetFailures();
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
