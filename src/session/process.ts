import type { ChildProcess, StdioOptions } from 'node:child_process';
import { $ } from 'zx/core';
import type { ExitStatus } from '../expect/types.ts';

/** A process that was started as the leader of a session (and so of a process group) of its own. */
export interface LeaderProcess {
  readonly pid: number;
  readonly child: ChildProcess;
  /** Settles when the process has ended; never rejects. */
  readonly exited: Promise<ExitStatus>;
}

export interface SpawnOptions {
  /** Absolute path of the bash that interprets `command`. */
  readonly shell: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What it has on stdin, where it does not get the terminal. */
  readonly stdin?: 'pipe' | 'ignore';
  /** What becomes of its own stdout, which steps never write to. */
  readonly stdout: 'pipe' | 'ignore';
  /**
   * Set when it gets our terminal, on stdin, on stderr, where a bash looks for it, and on 3, and stays
   * in our session: what descriptors from 3 on are.
   */
  readonly terminal?: readonly [number, ...'pipe'[]];
}

// zx keeps all output of a process in memory unless its store swallows it.
const noStore = { stdout: [], stderr: [], stdall: [] };
for (const list of Object.values(noStore)) list.push = (): number => 0;

/**
 * Starts `command` through zx. Its stdin is empty, unless it is told otherwise, and the returned pid leads a
 * new session, unless it gets the terminal.
 *
 * @throws an error with the system's reason as its cause when it cannot be started.
 */
export async function spawnLeader(command: string, options: SpawnOptions): Promise<LeaderProcess> {
  // Set for good: options for one call would keep a context for every promise of the program from then
  // on, which doubles what a promise costs. All of them are given each time.
  const start = Object.assign($, {
    shell: options.shell,
    prefix: '',
    postfix: '',
    cwd: options.cwd,
    env: { ...options.env },
    stdio: wireStreams(options),
    detached: options.terminal === undefined,
    nothrow: true,
    quiet: true,
    store: noStore,
  });
  // The command is ours and already quoted; zx must not quote it again.
  const process = start(Object.assign([command], { raw: [command] }));
  const child = process.child;
  void process.catch(() => {});
  if (child?.pid === undefined) throw await explain(child, options.shell);
  return { pid: child.pid, child, exited: waitForExit(child) };
}

/** The system's reason comes a moment later. */
async function explain(child: ChildProcess | undefined, shell: string): Promise<Error> {
  const cause = await new Promise<Error | undefined>((resolve) => {
    if (child === undefined) resolve(undefined);
    else child.once('error', resolve);
  });
  const reason = cause === undefined ? '' : `: ${cause.message}`;
  return Object.assign(new Error(`cannot start ${shell}${reason}`, { cause }), {
    code: (cause as NodeJS.ErrnoException | undefined)?.code,
  });
}

function wireStreams({ stdin = 'ignore', stdout, terminal }: SpawnOptions): StdioOptions {
  if (terminal === undefined) return [stdin, stdout, 'ignore'];
  return ['inherit', stdout, terminal[0], ...terminal];
}

function waitForExit(child: ChildProcess): Promise<ExitStatus> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(signal === null ? { code: code ?? 0 } : { signal: signal.slice(3) });
    });
    child.once('error', () => resolve({ code: 127 }));
  });
}
