import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { hangUp } from '../session/hang-up.ts';
import { takeInterrupts } from './take-interrupts.ts';

/** What a program that is given the terminal is started with. */
export interface Lending {
  /** A command of `sh`, which may have options: a setting such as `$EDITOR`. */
  readonly command: string;
  /** Words after it. */
  readonly args?: readonly string[];
  /** What it reads; absent: the keyboard. */
  readonly input?: Readable;
  /** Ends it when it is aborted. */
  readonly signal: AbortSignal;
}

/**
 * Gives the terminal to a program, and waits for its end. Ctrl-C is that program's meanwhile: the
 * terminal sends it to both.
 *
 * @returns its exit code, or what ended it
 */
export async function lendTerminal(lending: Lending): Promise<number | string> {
  const giveBack = takeInterrupts(() => {});
  try {
    return await runProgram(lending);
  } finally {
    giveBack();
  }
}

/** As git does it: a setting is a command of the shell. */
function runProgram({ command, args = [], input, signal }: Lending): Promise<number | string> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', `${command} "$@"`, command, ...args], {
      stdio: [input === undefined ? 'inherit' : 'pipe', 'inherit', 'inherit'],
    });
    // An editor keeps what it holds when the terminal is closed.
    const end = (): void => {
      if (child.pid !== undefined) hangUp(child.pid);
    };
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    const finish = (result: number | string): void => {
      signal.removeEventListener('abort', end);
      input?.destroy();
      resolve(result);
    };
    child.once('error', (error) => finish(error.message));
    child.once('exit', (code, ended) => finish(code ?? ended ?? 1));
    // A pager may be left before it has read everything.
    if (input !== undefined && child.stdin) pipeline(input, child.stdin).catch(() => {});
  });
}
