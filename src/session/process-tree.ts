import { setTimeout as sleep } from 'node:timers/promises';
import { sendAsOwner } from './foreign-signals.ts';
import {
  isStartedSince,
  listProcesses,
  type Moment,
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
  /** What was started outside of the session before this moment is the work of earlier steps. */
  readonly since: Moment;
  /** Leaders of sessions of ours that are somebody else's, such as background steps. */
  readonly except: ReadonlySet<number>;
}

/** The session's processes, their descendants, and daemons that carry the tag. */
export function findTree(root: TreeRoot): ProcessEntry[] {
  const all = listProcesses();
  const byPid = indexByPid(all);
  const isOther = ({ pid, session }: ProcessEntry): boolean =>
    pid === process.pid || root.except.has(session);
  const isLed = (entry: ProcessEntry): boolean => isLedBy(root, entry);
  const daemons = {
    since: root.since,
    isTagged: ({ pid }: ProcessEntry) => carriesTag(root, pid),
    isOurs: isLed,
  };
  const found = all.filter(
    (entry) =>
      !isOther(entry) &&
      (isLed(entry) || (isTagged(root, entry) && !isOfEarlierDaemon(entry, byPid, daemons))),
  );
  // A daemon of an earlier step may still be a child of the shell.
  const takes = (entry: ProcessEntry): boolean =>
    !isOther(entry) && (isLed(entry) || isStartedSince(entry, root.since));
  return withDescendants(all, found, takes);
}

/** These processes, with those of their descendants that `takes` takes, and nothing beyond the others. */
export function withDescendants(
  all: readonly ProcessEntry[],
  roots: readonly ProcessEntry[],
  takes: (entry: ProcessEntry) => boolean,
): ProcessEntry[] {
  const found = indexByPid(roots);
  for (let grew = true; grew; ) {
    const before = found.size;
    for (const entry of all)
      if (!found.has(entry.pid) && found.has(entry.parent) && takes(entry))
        found.set(entry.pid, entry);
    grew = found.size > before;
  }
  return [...found.values()];
}

/** Whether a process is of the leader's session or, where that is the user's, of its group. */
function isLedBy({ leader }: TreeRoot, { session, group }: ProcessEntry): boolean {
  return session === leader || group === leader;
}

/** What tells the daemons of earlier steps. */
export interface EarlierDaemons {
  /** When the step under way began. */
  readonly since: Moment;
  /** Whether a process is of the run, by its environment. */
  isTagged(entry: ProcessEntry): boolean;
  /** Whether a process is in a session of the run's shells. */
  isOurs(entry: ProcessEntry): boolean;
}

/**
 * Whether a process descends from a daemon of an earlier step, which goes on starting processes: a
 * server and its workers.
 */
export function isOfEarlierDaemon(
  { parent }: ProcessEntry,
  byPid: ReadonlyMap<number, ProcessEntry>,
  { since, isTagged, isOurs }: EarlierDaemons,
): boolean {
  for (let above = byPid.get(parent); above !== undefined; above = byPid.get(above.parent)) {
    if (above.pid === process.pid || isOurs(above)) return false;
    if (!isStartedSince(above, since)) return isTagged(above);
  }
  return false;
}

/** Processes by their pids. */
export function indexByPid(entries: readonly ProcessEntry[]): Map<number, ProcessEntry> {
  return new Map(entries.map((entry) => [entry.pid, entry]));
}

function isTagged(root: TreeRoot, entry: ProcessEntry): boolean {
  return isStartedSince(entry, root.since) && carriesTag(root, entry.pid);
}

function carriesTag({ tag, exceptTag }: TreeRoot, pid: number): boolean {
  const variables = readEnvironment(pid);
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
  } catch (error) {
    // All others have ended in the meantime.
    if ((error as NodeJS.ErrnoException).code === 'EPERM') sendAsOwner(pid, signal);
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
