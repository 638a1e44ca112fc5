import { describe, expect, it } from 'vitest';
import { type Block, reasonOf, runBlocks } from './blocks.ts';
import { accountOf, run } from './http-answers.ts';
import { PORT, server } from './server.ts';
import { serve } from './web.ts';

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
