import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../helpers/run-inline.ts';
import { type Block, reasonOf, runBlocks } from './blocks.ts';
import { HTTP, PORT, server } from './server.ts';

describe('readiness', () => {
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

  it('remembers a line of the log while something else is waited for', async () => {
    const result = await runBlocks([
      [
        'bash run background within=10s ready=log:/up/ ready=file:made',
        'echo up; sleep 0.3; touch made; sleep 987',
      ],
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
  });

  it('H22: a file that never appears is a failure with the reason', async () => {
    const result = await runBlocks(
      [
        ['bash run id=a background within=2s ready=file:never keep-going', 'echo hi; sleep 987'],
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
      [[`bash run id=server background within=8s ${HTTP}`, server(500)]],
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
      ['bash run id=b background ready=file:up within=3s', 'touch up; echo one; sleep 987'],
      ['output', 'two'],
    ]);
    expect(reasonOf(result, 'b')).toMatchObject({ kind: 'expectation' });
    expect(await result.survivors()).toEqual([]);
  });
});
