import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../helpers/run-inline.ts';
import { type Block, reasonOf, runBlocks } from './blocks.ts';

const PORT = '  params:\n    port: {type: port, default: free}';

/** A web server in Python that answers with a status, after a pause in seconds. */
function server(status = 200, pause = 0): string {
  return `echo starting
exec python3 -c '
import http.server, os, time
time.sleep(${pause})
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(${status}); self.end_headers(); self.wfile.write(b"hello")
    def log_message(self, *words): print("request", flush=True)
print("listening", flush=True)
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
'`;
}

const HTTP = `ready=http://127.0.0.1:\${port}/health`;

describe('a background step', () => {
  it.each([
    ['http', HTTP],
    ['http by name', `ready=http://localhost:\${port}/health`],
    ['port', `ready=port:\${port}`],
    ['log', 'ready=log:/^listen/'],
    ['all of them', `${HTTP} ready=port:\${port} ready=log:/listening/`],
  ])('is up when it is ready by %s, and stopped at the end', async (_, ready) => {
    const result = await runBlocks(
      [
        [`bash run id=server background ${ready}`, server()],
        [
          'bash test',
          `python3 - <<'END'
import os, urllib.request
print(urllib.request.urlopen(f"http://127.0.0.1:{os.environ['PORT']}/").read().decode())
END`,
        ],
        ['output', 'hello'],
      ],
      { frontMatter: PORT },
    );
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(eventsOf(result.events, 'background-stopped')).toMatchObject([
      { step: 'server', why: 'end', killed: false },
    ]);
    expect(result.logs['server']).toMatch(/^starting\nlistening\n/);
    expect(await result.survivors()).toEqual([]);
  });

  it('is up when the file is there that it waits for, though it was there before', async () => {
    const result = await runBlocks(
      [
        ['bash run id=b background ready=file:run/up', 'sleep 0.3; touch run/up; sleep 987'],
        ['bash run id=c background ready=file:run/new', 'sleep 0.1; touch run/new; sleep 987'],
        'test run/up -nt run/old',
      ],
      { files: { 'run/up': '', 'run/old': '' } },
    );
    expect(result.exitCode, result.stdout).toBe(0);
    expect(await result.survivors()).toEqual([]);
  });

  it('H22: a file that never appears is a failure with the reason', async () => {
    const result = await runBlocks(
      [
        ['bash run id=a background within=300ms ready=file:never keep-going', 'echo hi; sleep 987'],
        ['bash run id=b background within=300ms ready=file:old', 'sleep 987'],
      ],
      { files: { old: '' } },
    );
    expect(reasonOf(result, 'a')).toMatchObject({
      kind: 'not-ready',
      lastReason: expect.stringContaining('no such file'),
    });
    expect(reasonOf(result, 'b')).toMatchObject({
      kind: 'not-ready',
      lastReason: expect.stringContaining('older than the step'),
    });
    expect(result.stdout).toContain('hi');
    expect(await result.survivors()).toEqual([]);
  });

  it('H43: a server that answers 500 is not ready', async () => {
    const result = await runBlocks(
      [[`bash run id=server background within=1500ms ${HTTP}`, server(500)]],
      { frontMatter: PORT },
    );
    expect(reasonOf(result, 'server')).toMatchObject({
      kind: 'not-ready',
      lastReason: expect.stringMatching(/HTTP 500$/),
    });
    expect(result.exitCode).toBe(1);
    expect(await result.survivors()).toEqual([]);
  });

  it.each([
    ['fails', 'echo starting\nno-such-program\nsleep 987', 127, { line: 4 }],
    ['ends with 0', 'echo starting', 0, undefined],
    ['exits', 'echo starting; exit 4', 4, undefined],
  ])('H22: one that %s before it is ready shows its log', async (_, code, exit, command) => {
    const result = await runBlocks([['bash run id=b background ready=file:never', code]]);
    expect(reasonOf(result, 'b')).toMatchObject({
      kind: 'exit-before-ready',
      exit: { code: exit },
      ...(command === undefined ? {} : { command }),
    });
    expect(result.stdout).toContain('    starting\n');
  });

  it('is not taken for ready because of a foreign process that answers', async () => {
    const foreign = createServer((_, response) => response.end('mine'));
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
    const { port } = foreign.address() as AddressInfo;
    for (const ready of [
      `http://127.0.0.1:${port}/`,
      `http://localhost:${port}/`,
      `port:${port}`,
    ]) {
      const result = await runBlocks([
        [`bash run id=b background ready=${ready}`, 'touch started; sleep 987'],
      ]);
      expect(reasonOf(result, 'b')).toMatchObject({
        kind: 'address-taken',
        holder: expect.stringContaining(`pid ${process.pid} `),
      });
      expect(() => readFileSync(join(result.dir, 'started'))).toThrow();
    }
    foreign.close();
  });

  it('is not ready when a foreign process takes the address after its start', async () => {
    // The thief is started by the test, so it is no process of the run.
    const folder: Block = [
      `bash run id=server background ${HTTP}`,
      'touch "$THIEF_FILE.$PORT"; sleep 987',
    ];
    const file = join(process.env['RUNBOOK_TEST_ROOT'] ?? '/tmp', `thief-${process.pid}`);
    const thief = spawn(
      'bash',
      [
        '-c',
        `until ls "${file}".* >/dev/null 2>&1; do sleep 0.02; done
       f=$(echo "${file}".*); exec python3 -m http.server --bind 127.0.0.1 "\${f##*.}"`,
      ],
      { stdio: 'ignore' },
    );
    const result = await runBlocks([folder], {
      frontMatter: PORT,
      env: { THIEF_FILE: file },
    });
    thief.kill('SIGKILL');
    expect(reasonOf(result, 'server')).toMatchObject({
      kind: 'not-ours',
      holder: expect.stringContaining(`pid ${thief.pid} `),
    });
    expect(await result.survivors()).toEqual([]);
  });

  it('that dies later fails itself and the run', async () => {
    const result = await runBlocks([
      ['bash run id=b background ready=file:up', 'touch up; echo up; sleep 0.3; echo dead; exit 5'],
      ['bash run id=next', 'sleep 1'],
      ['bash run id=never', 'true'],
      ['bash cleanup id=clean', 'true'],
    ]);
    expect(result.statuses).toEqual(['b passed', 'next passed', 'clean passed', 'never skipped']);
    expect(eventsOf(result.events, 'background-died')).toMatchObject([
      { step: 'b', reason: { kind: 'background-died', exit: { code: 5 } }, tail: ['up', 'dead'] },
    ]);
    expect(result.exitCode).toBe(1);
  });

  it('starts in the state of the terminal and changes nothing in it', async () => {
    const result = await runBlocks([
      'mkdir d; cd d; x=1; export Y=2; f() { echo "$x $Y $PWD"; }',
      ['bash run id=b background ready=log:/./', 'x=9; f; cd /; sleep 987'],
      'f',
    ]);
    expect(result.logs['b']).toBe(`9 2 ${result.dir}/d\n`);
    expect(result.logs['step-3']).toBe(`1 2 ${result.dir}/d\n`);
  });

  it('that is ready is not ended by its timeout', async () => {
    const result = await runBlocks([
      ['bash run id=b background timeout=500ms ready=file:up', 'touch up; sleep 987'],
      'sleep 0.8; pgrep -f "sleep 987" >/dev/null',
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
  });

  it('stops= stops it on purpose, and a restart takes over its port', async () => {
    const result = await runBlocks(
      [
        [`bash run id=one background ${HTTP}`, server()],
        [`bash run id=two stops=one background ${HTTP}`, server()],
        ['bash run stops=two', 'echo alone'],
      ],
      { frontMatter: PORT },
    );
    expect(result.exitCode, result.stdout).toBe(0);
    expect(
      eventsOf(result.events, 'background-stopped').map(({ step, why }) => `${step} ${why}`),
    ).toEqual(['one stops', 'two stops']);
    expect(eventsOf(result.events, 'background-died')).toEqual([]);
  });

  it('gets its stop signal, and KILL when it does not end in time', async () => {
    const result = await runBlocks([
      [
        'bash run id=polite background stop=INT ready=file:up1',
        `trap 'echo interrupted; exit 0' INT; touch up1; while :; do sleep 0.05; done`,
      ],
      [
        'bash run id=deaf background stop=HUP stop-timeout=300ms ready=file:up2',
        `trap '' HUP TERM INT; touch up2; while :; do sleep 0.05; done`,
      ],
      'true',
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(
      eventsOf(result.events, 'background-stopped').map(({ step, killed }) => [step, killed]),
    ).toEqual([
      ['deaf', true],
      ['polite', false],
    ]);
    expect(result.logs['polite']).toContain('interrupted\n');
    expect(await result.survivors()).toEqual([]);
  });

  it('is ready when its expectations hold as well', async () => {
    const result = await runBlocks([
      [
        'bash run id=b background ready=file:up within=5s',
        'touch up; echo one; sleep 0.3; echo "port 1234"; sleep 987',
      ],
      ['output', 'one\nport <<p:int>>'],
      'echo "got $p"',
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(result.logs['step-2'] ?? Object.values(result.logs).at(-1)).toContain('got 1234');
  });

  it('shows the expectation that did not hold in time', async () => {
    const result = await runBlocks([
      ['bash run id=b background ready=file:up within=400ms', 'touch up; echo one; sleep 987'],
      ['output', 'two'],
    ]);
    expect(reasonOf(result, 'b')).toMatchObject({ kind: 'expectation' });
    expect(await result.survivors()).toEqual([]);
  });

  it('keeps its daemons when another step fails, and loses them at its end', async () => {
    const result = await runBlocks([
      [
        'bash run id=b background ready=file:up',
        '(sleep 0.6; touch forked; setsid sleep 987) & touch up; wait',
      ],
      [
        'bash run keep-going',
        'until test -e forked; do sleep 0.05; done; sleep 0.2; setsid sleep 985 & sleep 0.2; false',
      ],
      'pgrep -f "^sleep 987" >/dev/null; ! pgrep -f "^sleep 985"',
    ]);
    expect(result.statuses).toEqual(['b passed', 'step-2 failed', 'step-3 passed']);
    expect(await result.survivors()).toEqual([]);
  });
});

describe('--keep', () => {
  it('leaves it running, with its log written and masked, and says how to stop it', async () => {
    const result = await runBlocks(
      [
        [
          'bash run id=b background ready=file:up',
          'touch up; echo before $TOKEN; until test -e go; do sleep 0.05; done; echo after $TOKEN; touch said; sleep 987',
        ],
      ],
      {
        args: ['--keep'],
        frontMatter: '  params:\n    token: {type: string, secret: true}',
        env: { TOKEN: 'hunter2-hunter2' },
      },
    );
    expect(result.exitCode, result.stdout).toBe(0);
    const [kept] = eventsOf(result.events, 'background-kept');
    if (kept === undefined) throw new Error('nothing was kept');
    expect(result.stdout).toContain(kept.stop);
    const [end] = eventsOf(result.events, 'step-end');
    const shell = (code: string): Promise<void> =>
      new Promise((resolve) => {
        spawn('bash', ['-c', code], { cwd: result.dir }).once('close', () => resolve());
      });
    await shell('touch go; until test -e said; do sleep 0.05; done; sleep 0.3');
    expect(readFileSync(end?.log ?? '', 'utf8')).toBe('before •••\nafter •••\n');
    expect((await result.survivors()).length).toBeGreaterThan(0);
    await shell(kept.stop);
    expect(await result.survivors()).toEqual([]);
  });
});
