import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../helpers/run-inline.ts';
import { command } from '../runs/records.ts';
import { runBlocks } from './blocks.ts';
import { HTTP, PORT, server } from './server.ts';

describe('a background step', () => {
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
      ['bash run id=b background timeout=3s ready=file:up', 'touch up; sleep 987.25'],
      'sleep 3.5; pgrep -fx "sleep 987.25" >/dev/null',
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

  it('gets its stop signal again when it became another program meanwhile', async () => {
    const result = await runBlocks([
      [
        'bash run id=b background stop-timeout=9s ready=file:up',
        "trap '' TERM; touch up; for i in {1..20}; do sleep 0.05 || :; done; trap - TERM; exec sleep 987",
      ],
      'true',
    ]);
    expect(eventsOf(result.events, 'background-stopped')).toMatchObject([{ killed: false }]);
    expect(await result.survivors()).toEqual([]);
  });

  it('keeps its daemons when another step fails, and loses them at its end', async () => {
    const result = await runBlocks([
      [
        'bash run id=b background ready=file:up',
        `(sleep 0.6; setsid bash -c 'echo $$ >kept; touch forked; exec sleep 987') & touch up; wait`,
      ],
      [
        'bash run keep-going',
        'until test -e forked; do sleep 0.05; done; sleep 0.2; setsid sleep 985 & echo $! >gone; sleep 0.2; false',
      ],
      'grep -q sleep "/proc/$(<kept)/cmdline"; ! grep -qs sleep "/proc/$(<gone)/cmdline"',
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
    expect((await result.survivors(Number.POSITIVE_INFINITY)).length).toBeGreaterThan(0);
    expect(kept.stop).toMatch(/^runbook stop \w+$/);
    expect((await command(result.place, 'stop')).exitCode).toBe(0);
    expect(await result.survivors()).toEqual([]);
  });
});
