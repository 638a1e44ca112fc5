import { describe, expect, it } from 'vitest';
import { startInline } from '../helpers/run-inline.ts';
import { type Block, documentOf, runBlocks, withBlocks } from './blocks.ts';
import { PORT, server } from './server.ts';
import { serve } from './web.ts';

const SECRET = 's3cr3t+/x';

let asked: string[] = [];
let hanging: () => void = () => {};
const port = await serve((request, response) => {
  asked.push(request.url ?? '');
  if (request.url === '/late') hanging();
  else response.writeHead(asked.length < 3 ? 503 : 204).end();
});

/** What the conditions of `assert` fences found, in order. */
function found(result: Awaited<ReturnType<typeof runBlocks>>): string[] {
  return Object.values(result.verdicts).flatMap((verdict) => {
    if (verdict.status !== 'failed' || verdict.reason.kind !== 'expectation') return [];
    return verdict.reason.failures.flatMap(({ mismatch }) =>
      mismatch.kind === 'assert'
        ? mismatch.conditions.map(({ condition, actual }) => `${condition}: ${actual}`)
        : [],
    );
  });
}

describe('a condition on the host', () => {
  it('holds of files where the shell is, and of ports and servers that earlier steps started', async () => {
    const result = await runBlocks(
      [
        [`bash run id=server background ready=port:\${port}`, server(404)],
        ['bash run', 'mkdir -p a/b; cd a; echo "port=$PORT" >conf; chmod 600 conf; : >"b/e f"'],
        [
          'assert',
          `file conf exists
file ./conf contains "port=\${port}"
file conf has mode 0600
file "b/e f" is empty
file b exists
file b has mode 0755
file ../a/gone is absent
port \${port} open
port 1 closed
http GET http://localhost:\${port}/ == 404
http GET http://127.0.0.1:\${port}/ >= 400`,
        ],
        ['bash run stops=server', 'true'],
        ['assert', `port \${port} closed`],
      ],
      { frontMatter: PORT },
    );
    expect(result.exitCode, result.stdout).toBe(0);
  });

  it('says what is there instead', async () => {
    const result = await runBlocks([
      ['bash run', 'mkdir d; mkfifo p; echo "a b" >f; ln -s gone l'],
      [
        'assert',
        `file d contains "x"
file p is empty
file l exists
file f is absent
file f/x exists
file f has mode 0777
file l has mode 0777
port 1 open
port ${port} closed
http GET http://127.0.0.1:1/ == 200
http GET http://127.0.0.1:${port}/ < 300
http GET https://127.0.0.1:${port}/ == 204`,
      ],
    ]);
    expect(found(result).join('\n').replaceAll(String(port), 'PORT')).toMatchInlineSnapshot(`
      "file d contains "x": d is a folder
      file p is empty: p is no file
      file l exists: l does not exist
      file f is absent: f exists
      file f/x exists: f/x does not exist
      file f has mode 0777: f has mode 0644
      file l has mode 0777: l does not exist
      port 1 open: port 1: connection refused
      port PORT closed: port PORT accepts connections
      http GET http://127.0.0.1:1/ == 200: http://127.0.0.1:1/: no answer: connection refused
      http GET http://127.0.0.1:PORT/ < 300: http://127.0.0.1:PORT/ answered 503 Service Unavailable
      http GET https://127.0.0.1:PORT/ == 204: https://127.0.0.1:PORT/: no answer: it does not speak TLS, or not as we do"
    `);
  });

  it('is asked again at each attempt', async () => {
    asked = [];
    const result = await runBlocks([
      ['bash health within=20s every=10ms', 'echo x >>tries'],
      ['assert', `http GET http://127.0.0.1:${port}/ == 204\nfile tries contains "x\\nx\\nx"`],
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(asked).toEqual(['/', '/', '/']);
  });

  it('is part of the readiness of a background step', async () => {
    const result = await runBlocks([
      ['bash run background ready=log:/up/', 'echo up; sleep 0.2; touch made; sleep 987'],
      ['assert', 'file made exists'],
      'test -e made',
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(await result.survivors()).toEqual([]);
  });

  it('is asked with a secret, which is shown nowhere', async () => {
    asked = ['', '', ''];
    const result = await runBlocks(
      [
        ['bash run', 'echo "$T" >f'],
        [
          'assert',
          `file f contains "\${t}"
http GET http://127.0.0.1:${port}/\${t}?\${t} == 200
http GET http://\${t}/ == 200
file ./\${t} exists`,
        ],
      ],
      { frontMatter: `  params:\n    t: {secret: true, default: "${SECRET}"}` },
    );
    expect(asked.at(-1)).toBe(`/${SECRET}?${SECRET}`);
    const account = found(result).join('\n').replaceAll(String(port), 'PORT');
    const offline = 'the name of the host cannot be looked up now';
    expect(account.replace(offline, 'there is no host of that name')).toMatchInlineSnapshot(`
      "http GET http://127.0.0.1:PORT/\${t}?\${t} == 200: http://127.0.0.1:PORT/•••?••• answered 204 No Content
      http GET http://\${t}/ == 200: http://•••/: no answer: there is no host of that name
      file ./\${t} exists: ./••• does not exist"
    `);
    expect(result.stdout + JSON.stringify(result.events)).not.toContain('s3cr3t');
  });

  it.each<readonly [string, Block]>([
    ['a block of bash', ['bash run id=s', 'true']],
    ['a request', ['http run id=s', `GET http://127.0.0.1:${port}/`]],
  ])('behind %s is given up at Ctrl-C', async (_, block) => {
    asked = ['', '', ''];
    const waiting = new Promise<void>((resolve) => {
      hanging = resolve;
    });
    const condition: Block = ['assert', `http GET http://127.0.0.1:${port}/late == 200`];
    const process = startInline(documentOf([block, condition]));
    await waiting;
    process.kill('SIGINT');
    const result = withBlocks(await process.result);
    expect(result.exitCode, result.stdout + result.stderr).toBe(130);
    expect(result.verdicts['s']).toEqual({ status: 'cancelled', signal: 'SIGINT' });
  });

  it('is given up after a while when nothing answers', async () => {
    const result = await runBlocks([
      'true',
      ['assert', `http GET http://127.0.0.1:${port}/late == 200`],
    ]);
    expect(found(result).join('\n').replaceAll(String(port), 'PORT')).toMatchInlineSnapshot(
      `"http GET http://127.0.0.1:PORT/late == 200: http://127.0.0.1:PORT/late: no answer: none in 5s"`,
    );
  });
});
