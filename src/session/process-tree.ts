import { setTimeout as sleep } from 'node:timers/promises';
import {
  listProcesses,
  type ProcessEntry,
  readEnvironment,
  readProcess,
  readProgram,
} from './process-table.ts';

/** How long a process has to go after the first signal, in milliseconds. */
const GRACE_MS = 3_000;
const POLL_MS = 20;

/** What belongs to a step, however it hides. */
export interface TreeRoot {
  /** Pid of the shell: leader of the session, or on a terminal of the group, that the step runs in. */
  readonly leader: number;
  /** `NAME=value` in the environment of every process of this run or background step. */
  readonly tag: string;
  /** Beginning of `NAME=value` in the environment of tagged processes that are not meant. */
  readonly exceptTag?: string;
  /** Only tagged processes outside the session that started at or after this tick belong to it. */
  readonly since: number;
  /** Leaders of sessions of ours that are somebody else's, such as background steps. */
  readonly except: ReadonlySet<number>;
}

/** The session's processes, their descendants, and daemons that carry the tag. */
export function findTree(root: TreeRoot): ProcessEntry[] {
  const all = listProcesses();
  const found = new Map<number, ProcessEntry>();
  for (const entry of all) {
    if (entry.pid === process.pid || root.except.has(entry.session)) continue;
    if (isLedBy(root, entry) || isTagged(root, entry)) found.set(entry.pid, entry);
  }
  for (let grew = true; grew; ) {
    const before = found.size;
    for (const entry of all) {
      if (found.has(entry.parent) && !root.except.has(entry.session)) found.set(entry.pid, entry);
    }
    grew = found.size > before;
  }
  return [...found.values()];
}

/** Whether a process is of the leader's session or, where that is the user's, of its group. */
function isLedBy({ leader }: TreeRoot, { session, group }: ProcessEntry): boolean {
  return session === leader || group === leader;
}

function isTagged({ tag, exceptTag, since }: TreeRoot, entry: ProcessEntry): boolean {
  if (entry.started < since) return false;
  const variables = readEnvironment(entry.pid);
  if (exceptTag !== undefined && variables.some((one) => one.startsWith(exceptTag))) return false;
  return variables.includes(tag);
}

/** Whether one process belongs to the tree; cheaper than to look for all of it. */
export function isInTree(root: TreeRoot, pid: number): boolean {
  for (let entry = readProcess(pid); entry !== undefined; entry = readProcess(entry.parent)) {
    if (isLedBy(root, entry) || isTagged(root, entry)) return true;
  }
  return false;
}

/**
 * Ends the whole tree: `signal`, a grace period, then KILL until nothing is left. Resolves to
 * whether KILL was needed. `hurry` cuts the grace short when it is aborted.
 */
export async function killTree(
  root: TreeRoot,
  signal: NodeJS.Signals = 'SIGTERM',
  graceMs: number = GRACE_MS,
  hurry?: AbortSignal,
): Promise<boolean> {
  const deadline = performance.now() + graceMs;
  /** The program that each process ran when it got the signal. */
  const signalled = new Map<number, string>();
  for (;;) {
    const alive = findTree(root);
    if (alive.length === 0 && !isAlive(root.leader)) return false;
    if (performance.now() >= deadline || hurry?.aborted) break;
    // A copy of the shell that was about to become a program has lost the signal: the program gets it.
    for (const { pid } of alive) {
      const program = readProgram(pid);
      if (signalled.get(pid) === program) continue;
      signalled.set(pid, program);
      send(pid, signal);
      // One that is stopped would not hear of it.
      send(pid, 'SIGCONT');
    }
    if (alive.length === 0) send(-root.leader, signal);
    await sleep(POLL_MS);
  }
  // KILL cannot be refused, but a process in uninterruptible sleep may take its time.
  for (let round = 0; round < 100; round++) {
    const alive = findTree(root);
    if (alive.length === 0 && !isAlive(root.leader)) return true;
    for (const entry of alive) send(entry.pid, 'SIGKILL');
    send(-root.leader, 'SIGKILL');
    await sleep(POLL_MS);
  }
  return true;
}

/** Sends a signal; a process that is gone is no error. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended in the meantime.
  }
}

function isAlive(pid: number): boolean {
  // A zombie still answers to signal 0; our own children are reaped by Node at once.
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
