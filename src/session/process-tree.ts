import { setTimeout as sleep } from 'node:timers/promises';
import { isStartedSince, type Moment, type ProcessEntry } from './process-table.ts';
import type { ProcessHost, ProcessLook } from './targets/types.ts';

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
export function findTree(root: TreeRoot, look: ProcessLook, self: number): ProcessEntry[] {
  const { all } = look;
  const byPid = indexByPid(all);
  const isOther = ({ pid, session }: ProcessEntry): boolean =>
    pid === self || session === self || root.except.has(session);
  const isLed = (entry: ProcessEntry): boolean => isLedBy(root, entry);
  const daemons = {
    self,
    since: root.since,
    isTagged: ({ pid }: ProcessEntry) => carriesTag(root, pid, look),
    isOurs: isLed,
  };
  const found = all.filter(
    (entry) =>
      !isOther(entry) &&
      (isLed(entry) || (isTagged(root, entry, look) && !isOfEarlierDaemon(entry, byPid, daemons))),
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
  /** See {@link ProcessHost.self}. */
  readonly self: number;
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
  { self, since, isTagged, isOurs }: EarlierDaemons,
): boolean {
  for (let above = byPid.get(parent); above !== undefined; above = byPid.get(above.parent)) {
    if (above.pid === self || isOurs(above)) return false;
    if (!isStartedSince(above, since)) return isTagged(above);
  }
  return false;
}

/** Processes by their pids. */
export function indexByPid(entries: readonly ProcessEntry[]): Map<number, ProcessEntry> {
  return new Map(entries.map((entry) => [entry.pid, entry]));
}

function isTagged(root: TreeRoot, entry: ProcessEntry, look: ProcessLook): boolean {
  return isStartedSince(entry, root.since) && carriesTag(root, entry.pid, look);
}

function carriesTag({ tag, exceptTag }: TreeRoot, pid: number, look: ProcessLook): boolean {
  const variables = look.environment(pid);
  if (exceptTag !== undefined && variables.some((one) => one.startsWith(exceptTag))) return false;
  return variables.includes(tag);
}

/** Whether one process belongs to the tree; cheaper than to look for all of it. */
export async function isInTree(root: TreeRoot, pid: number, host: ProcessHost): Promise<boolean> {
  const look = await host.look();
  for (let entry = look.entry(pid); entry !== undefined; entry = look.entry(entry.parent)) {
    if (isLedBy(root, entry) || isTagged(root, entry, look)) return true;
  }
  return false;
}

/**
 * Ends the whole tree: `signal`, a grace period, then KILL until nothing is left. Resolves to
 * whether KILL was needed. `hurry` cuts the grace short when it is aborted.
 */
export async function killTree(
  root: TreeRoot,
  host: ProcessHost,
  signal: NodeJS.Signals = 'SIGTERM',
  graceMs: number = GRACE_MS,
  hurry?: AbortSignal,
): Promise<boolean> {
  const deadline = performance.now() + graceMs;
  /** The program that each process ran when it got the signal. */
  const signalled = new Map<number, string>();
  for (;;) {
    const look = await host.look();
    const alive = findTree(root, look, host.self);
    if (alive.length === 0 && !look.isAlive(root.leader)) return false;
    if (performance.now() >= deadline || hurry?.aborted) break;
    // A copy of the shell that was about to become a program has lost the signal: the program gets it.
    const due = alive.flatMap(({ pid }) => {
      const program = look.program(pid);
      if (signalled.get(pid) === program) return [];
      signalled.set(pid, program);
      return [pid];
    });
    if (alive.length === 0) due.push(-root.leader);
    await host.send(due, signal);
    // One that is stopped would not hear of it.
    await host.send(
      due.filter((pid) => pid > 0),
      'SIGCONT',
    );
    await sleep(POLL_MS);
  }
  // KILL cannot be refused, but a process in uninterruptible sleep may take its time.
  for (let round = 0; round < 100; round++) {
    const look = await host.look();
    const alive = findTree(root, look, host.self);
    if (alive.length === 0 && !look.isAlive(root.leader)) return true;
    await host.send([...alive.map(({ pid }) => pid), -root.leader], 'SIGKILL');
    await sleep(POLL_MS);
  }
  return true;
}
