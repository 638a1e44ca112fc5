import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Block, documentOf, withBlocks } from '../engine/blocks.ts';
import { eventsOf, startInline } from '../helpers/run-inline.ts';

const CLEAN: Block = ['bash cleanup id=clean', 'echo cleaned; ls ready'];

/** Where a run can be when it is interrupted; each makes the file `ready` first. */
const MOMENTS: readonly (readonly [string, readonly Block[]])[] = [
  ['a step', [['bash run id=s', 'touch ready; sleep 987']]],
  ['a step that ignores TERM', [['bash run id=s', "trap '' TERM INT; touch ready; sleep 987"]]],
  [
    'a step that has started a daemon',
    [['bash run id=s', 'setsid sleep 987 & touch ready; sleep 986']],
  ],
  [
    'a step in another language',
    [['python run id=s', 'import time\nopen("ready","w")\ntime.sleep(987)']],
  ],
  [
    'a wait for readiness',
    [['bash run id=s background ready=file:never', 'touch ready; sleep 987']],
  ],
  ['the pause between attempts', [['bash health id=s within=60s every=50s', 'touch ready; false']]],
  ['the pause before another try', [['bash run id=s retry=3 backoff=50s', 'touch ready; false']]],
  [
    'a step beside a background step',
    [
      ['bash run id=b background ready=file:up', 'touch up; sleep 987'],
      ['bash run id=s', 'touch ready; sleep 986'],
    ],
  ],
  ['a condition', [["bash run id=s if='touch ready; sleep 9'", 'true']]],
];

async function waitForFile(path: string): Promise<void> {
  for (;;) {
    try {
      readFileSync(path);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

describe('H8: an interrupt', () => {
  it.each(MOMENTS)('during %s stops it, runs cleanup and leaves nothing', async (_, blocks) => {
    const run = startInline(documentOf([...blocks, ['bash run id=later', 'true'], CLEAN]));
    await waitForFile(join(run.dir, 'ready'));
    run.kill('SIGINT');
    const result = withBlocks(await run.result);
    expect(result.exitCode, result.stdout + result.stderr).toBe(130);
    expect(result.verdicts['s']).toEqual({ status: 'cancelled', signal: 'SIGINT' });
    expect(result.logs['clean']).toBe('cleaned\nready\n');
    expect(result.verdicts['later']).toMatchObject({ status: 'skipped' });
    expect(await result.survivors()).toEqual([]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s ends with %i', async (signal, exitCode) => {
    const run = startInline(documentOf(['touch ready; sleep 987', CLEAN]));
    await waitForFile(join(run.dir, 'ready'));
    run.kill(signal);
    const result = withBlocks(await run.result);
    expect(result.exitCode).toBe(exitCode);
    expect(eventsOf(result.events, 'interrupted')).toMatchObject([{ signal }]);
    expect(result.statuses).toEqual(['step-1 cancelled', 'clean passed']);
    expect(await result.survivors()).toEqual([]);
  });

  it('a second time kills everything at once, cleanup left out', async () => {
    const stubborn = "trap '' TERM INT HUP; touch ready; while :; do sleep 1 || :; done";
    const run = startInline(documentOf([stubborn, ['bash cleanup id=clean', 'touch cleaned']]));
    await waitForFile(join(run.dir, 'ready'));
    run.kill('SIGINT');
    await run.waitFor('once more kills everything');
    run.kill('SIGINT');
    const result = withBlocks(await run.result);
    expect(result.exitCode).toBe(130);
    expect(result.statuses).toEqual(['step-1 cancelled']);
    expect(await result.survivors()).toEqual([]);
  });

  it('during cleanup lets cleanup finish, a second one ends it', async () => {
    const run = startInline(
      documentOf([
        'true',
        ['bash cleanup id=last', 'echo last'],
        ['bash cleanup id=slow', 'touch ready; sleep 987'],
      ]),
    );
    await waitForFile(join(run.dir, 'ready'));
    run.kill('SIGTERM');
    const result = withBlocks(await run.result);
    expect(result.exitCode).toBe(143);
    expect(result.statuses).toEqual(['step-1 passed', 'slow cancelled', 'last passed']);
    expect(await result.survivors()).toEqual([]);
  });

  it('twice during cleanup ends everything', async () => {
    const stubborn = "trap '' TERM; touch ready; while :; do sleep 1 || :; done";
    const run = startInline(
      documentOf([
        ['bash run id=b background ready=file:up', 'touch up; sleep 987'],
        ['bash cleanup id=last', 'echo last'],
        ['bash cleanup id=slow', stubborn],
      ]),
    );
    await waitForFile(join(run.dir, 'ready'));
    run.kill('SIGINT');
    await run.waitFor('once more kills everything');
    run.kill('SIGINT');
    const result = withBlocks(await run.result);
    expect(result.exitCode).toBe(130);
    expect(result.statuses).toEqual(['b passed', 'slow cancelled']);
    expect(await result.survivors()).toEqual([]);
  });

  it('stops background steps also with --keep', async () => {
    const run = startInline(
      documentOf([
        ['bash run id=b background ready=file:up', 'touch up; sleep 987'],
        ['bash run id=s', 'touch ready; sleep 986'],
      ]),
      { args: ['--keep'] },
    );
    await waitForFile(join(run.dir, 'ready'));
    run.kill('SIGINT');
    const result = await run.result;
    expect(result.exitCode).toBe(130);
    expect(await result.survivors()).toEqual([]);
  });

  it('SIGKILL of the engine is survived by nothing that waits for it', async () => {
    const run = startInline(documentOf(['touch ready; read -r x <doc.md; sleep 0.5']));
    await waitForFile(join(run.dir, 'ready'));
    run.kill('SIGKILL');
    const result = await run.result;
    expect(result.signal).toBe('SIGKILL');
    expect(await result.survivors()).toEqual([]);
  });
});
