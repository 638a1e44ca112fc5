import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Block, documentOf } from '../engine/blocks.ts';
import { type Job, openJob } from '../helpers/job.ts';
import { findSurvivors } from '../helpers/survivors.ts';
import { command } from '../runs/records.ts';

const SLEEPS: Block = 'touch ready; sleep 987';
const UNTIL_GO = 'touch ready; until test -e go; do sleep 0.1; done';
const STUBBORN: Block = "trap '' TERM INT HUP; touch ready; while :; do sleep 1 || :; done";

/** Starts, and waits until the step is under way. */
async function startAndWait(blocks: readonly Block[]): Promise<Job> {
  const terminal = await openJob(documentOf(blocks));
  await terminal.waitForFile('ready');
  // So that it says something when it is back.
  await terminal.waitForHiddenCursor();
  return terminal;
}

async function go({ dir }: Job): Promise<void> {
  writeFileSync(join(dir, 'go'), '');
}

async function signal(terminal: Job, name: NodeJS.Signals): Promise<void> {
  process.kill(await terminal.pid(), name);
}

const ENDINGS: readonly (readonly [
  string,
  number,
  readonly Block[],
  (terminal: Job) => Promise<unknown>,
])[] = [
  ['passed', 0, [UNTIL_GO], go],
  ['failed', 1, [`${UNTIL_GO}; false`], go],
  ['met Ctrl-C', 130, [SLEEPS], async (terminal) => terminal.press('C-c')],
  [
    'met Ctrl-C twice',
    130,
    [STUBBORN],
    async (terminal) => {
      terminal.press('C-c');
      await terminal.waitFor('once more kills');
      terminal.press('C-c');
    },
  ],
  ['met SIGTERM', 143, [SLEEPS], (terminal) => signal(terminal, 'SIGTERM')],
  ['met SIGHUP', 129, [SLEEPS], (terminal) => signal(terminal, 'SIGHUP')],
];

describe('a terminal, after a run', { timeout: 60_000 }, () => {
  it.each(ENDINGS)('that %s, is as it was before', async (_, code, blocks, act) => {
    const terminal = await startAndWait(blocks);
    await act(terminal);
    expect(await terminal.end()).toEqual({ code, ...(await terminal.before()) });
    expect(await terminal.survivors()).toEqual([]);
  });

  it('that Ctrl-Z has stopped, is as it was before, and again when the run went on to its end', async () => {
    const terminal = await startAndWait([UNTIL_GO]);
    terminal.press('C-z');
    expect(await terminal.stopped()).toEqual(await terminal.before());
    terminal.bringBack();
    await go(terminal);
    expect(await terminal.end()).toEqual({ code: 0, ...(await terminal.before()) });
    expect(await terminal.survivors()).toEqual([]);
  });

  it('whose engine was killed, has its settings; the cursor nobody could bring back', async () => {
    const terminal = await startAndWait([SLEEPS]);
    await signal(terminal, 'SIGKILL');
    const { code, settings, screen } = await terminal.end();
    expect({ code, settings, screen }).toEqual({
      code: 137,
      settings: (await terminal.before()).settings,
      screen: 'normal',
    });
    for (const { pid } of findSurvivors(terminal.tag)) process.kill(pid, 'SIGKILL');
  });

  it('that was taken away in the middle of a step, nothing is left, and the run can be resumed', async () => {
    const terminal = await startAndWait(['echo a >>said', `echo b >>said; ${UNTIL_GO}`]);
    terminal.hangUp();
    expect(await terminal.survivors()).toEqual([]);
    await go(terminal);
    const { dir, home, stateDir } = terminal;
    const place = { dir, home, stateDir, report: join(dir, '../events'), tag: terminal.tag };
    const resumed = await command(place, 'resume');
    expect(resumed.exitCode, resumed.stdout + resumed.stderr).toBe(0);
    expect(readFileSync(join(dir, 'said'), 'utf8')).toBe('a\nb\nb\n');
  });
});
