import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Block, documentOf } from '../engine/blocks.ts';
import { CLI } from '../helpers/paths.ts';
import { settleSurvivors, TAG_VARIABLE } from '../helpers/survivors.ts';

interface OnTerminal {
  readonly script: ChildProcess;
  readonly dir: string;
  readonly tag: string;
  /** All that came out of the terminal so far. */
  readonly screen: () => string;
  readonly ended: Promise<void>;
}

const INTERRUPT_KEY = '\x03';
const SHOW_CURSOR = '\x1b[?25h';
const HIDE_CURSOR = '\x1b[?25l';

/** Runs the document under a terminal of its own, whose settings are kept from before and after. */
function runOnTerminal(blocks: readonly Block[], args = ''): OnTerminal {
  const dir = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'terminal-'));
  const tag = randomUUID();
  writeFileSync(join(dir, 'doc.md'), documentOf(blocks));
  // The shell waits for the program also when a key interrupts both.
  const command = `trap : INT; stty -a >before; '${process.execPath}' '${CLI}' run doc.md ${args}; echo $? >code; stty -a >after`;
  const script = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: dir,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, CI: '', XDG_STATE_HOME: join(dir, 'state'), [TAG_VARIABLE]: tag },
  });
  let screen = '';
  script.stdout?.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
  });
  const ended = new Promise<void>((resolve) => script.once('close', () => resolve()));
  return { script, dir, tag, screen: () => screen, ended };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

const read = ({ dir }: OnTerminal, name: string): string => readFileSync(join(dir, name), 'utf8');

const CLEAN: Block = ['bash cleanup', 'touch cleaned'];
const STUBBORN = "trap '' TERM INT HUP; touch ready; while :; do sleep 1 || :; done";

describe('a terminal', () => {
  it.each([
    ['passes', ['true'], '', '0\n'],
    ['fails', ['false'], '', '1\n'],
    ['runs out of time', ['sleep 987'], '--timeout 1s', '1\n'],
    ['touches the terminal', ['stty -echo raw </dev/tty || true; tput civis || true'], '', '0\n'],
  ] as const)('is as it was after a run that %s', async (_, blocks, args, code) => {
    const run = runOnTerminal(blocks, args);
    await run.ended;
    expect(read(run, 'code'), run.screen()).toBe(code);
    expect(read(run, 'after')).toBe(read(run, 'before'));
    expect(run.screen().lastIndexOf(SHOW_CURSOR)).toBeGreaterThanOrEqual(
      run.screen().lastIndexOf(HIDE_CURSOR),
    );
    expect(await settleSurvivors(run.tag)).toEqual([]);
  });

  it.each([
    ['one Ctrl-C', 'touch ready; sleep 987', 1],
    ['one Ctrl-C during a daemon', 'setsid sleep 987 & touch ready; sleep 986', 1],
    ['two Ctrl-C', STUBBORN, 2],
  ])('is as it was after %s', async (_, code, times) => {
    const run = runOnTerminal([code, CLEAN]);
    await until(() => existsSync(join(run.dir, 'ready')));
    run.script.stdin?.write(INTERRUPT_KEY);
    if (times === 2) {
      await until(() => run.screen().includes('once more'));
      run.script.stdin?.write(INTERRUPT_KEY);
    }
    await run.ended;
    expect(read(run, 'code'), run.screen()).toBe('130\n');
    expect(existsSync(join(run.dir, 'cleaned'))).toBe(times === 1);
    expect(read(run, 'after')).toBe(read(run, 'before'));
    expect(run.screen().lastIndexOf(SHOW_CURSOR)).toBeGreaterThanOrEqual(
      run.screen().lastIndexOf(HIDE_CURSOR),
    );
    expect(await settleSurvivors(run.tag)).toEqual([]);
  });

  it.each([
    ['a step', ['touch ready; sleep 987', CLEAN]],
    ['a daemon', ['setsid sleep 987 & touch ready; sleep 986', CLEAN]],
    [
      'a background step',
      [
        ['bash run background ready=file:up', 'touch up; sleep 987'],
        'touch ready; sleep 986',
        CLEAN,
      ],
    ],
  ] satisfies [string, Block[]][])(
    'that is closed during %s stops it, runs cleanup and leaves nothing',
    async (_, blocks) => {
      const run = runOnTerminal(blocks);
      await until(() => existsSync(join(run.dir, 'ready')));
      run.script.kill('SIGKILL');
      await run.ended;
      expect(await settleSurvivors(run.tag)).toEqual([]);
      expect(existsSync(join(run.dir, 'cleaned'))).toBe(true);
    },
  );
});
