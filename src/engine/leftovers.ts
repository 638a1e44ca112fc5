import { closeSync, constants, openSync, readdirSync, readlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PIPES } from '../session/bash-files.ts';
import { readWithSpare, rethrowOutOfFiles } from '../session/open-files.ts';
import {
  isStartedSince,
  listProcesses,
  type Moment,
  type ProcessEntry,
  readEnvironment,
} from '../session/process-table.ts';
import { indexByPid, isOfEarlierDaemon, withDescendants } from '../session/process-tree.ts';
import { send } from '../session/targets/local/processes.ts';
import { realPath } from '../store/real-path.ts';
import { BACKGROUND_TAG, nameBackgroundFolder } from './background-names.ts';
import { RUN_TAG } from './context.ts';

const POLL_MS = 20;
/** KILL cannot be refused, but a process in uninterruptible sleep may take its time. */
const KILL_ROUNDS = 100;

/** A background step as the record of its run has it. */
export interface LeftBackground {
  readonly step: string;
  /** Counts the steps of its run from 1. */
  readonly index: number;
  /** Its place in the document. */
  readonly line: number;
  /** The signal that stops it, without `SIG`. */
  readonly signal: string;
  readonly stopTimeoutMs: number;
  /** Leader of its session, with its start in clock ticks, where the engine could still record it. */
  readonly leader?: { readonly pid: number; readonly started: number };
}

/** Which run is meant. */
export interface RunPlace {
  readonly id: string;
  /** Its folder. */
  readonly root: string;
}

/** What is there of a background step of another engine's run, among these processes. */
export function findBackground(
  { id, root }: RunPlace,
  left: LeftBackground,
  all: readonly ProcessEntry[] = listProcesses(),
): ProcessEntry[] {
  const { leader, step, index } = left;
  const sessions = new Set(
    findShells(all, root)
      .filter(({ folder }) => basename(folder) === nameBackgroundFolder(index))
      .map(({ pid }) => pid),
  );
  const holder = all.find(({ pid }) => pid === leader?.pid);
  // A session keeps its leader's pid from being given out, unless nothing is left of it.
  if (leader !== undefined && (holder === undefined || holder.started === leader.started))
    sessions.add(leader.pid);
  const tag = `${BACKGROUND_TAG}=${id}/${step}`;
  return withDescendants(
    all,
    all.filter((entry) => sessions.has(entry.session) || readEnvironment(entry.pid).includes(tag)),
    isOther,
  );
}

/** What an engine that died has left. */
export interface DeadEngine extends RunPlace {
  /** From when on processes of the run are those of the step under way; absent: none was. */
  readonly since?: Moment;
}

/**
 * What is there of a dead engine, but for these background steps: its shells with everything in
 * their sessions, and daemons of the step that was under way. Daemons of steps that passed are the
 * document's legitimate work.
 */
export function findOrphans(
  dead: DeadEngine,
  background: readonly LeftBackground[],
): ProcessEntry[] {
  // One look for all: what a background step starts in between would seem to be nobody's, and to end
  // it would end the step.
  const all = listProcesses();
  const theirs = new Set(
    background.flatMap((left) => findBackground(dead, left, all)).map(({ pid }) => pid),
  );
  const folders = new Set(background.map(({ index }) => nameBackgroundFolder(index)));
  const sessions = new Set(
    findShells(all, dead.root)
      .filter(({ folder }) => !folders.has(basename(folder)))
      .map(({ pid }) => pid),
  );
  const known = new Set(background.map(({ step }) => step));
  const isOurs = ({ session }: ProcessEntry): boolean => sessions.has(session);
  const byPid = indexByPid(all);
  const isLeft = (entry: ProcessEntry): boolean => {
    if (!isOther(entry) || theirs.has(entry.pid)) return false;
    return isOurs(entry) || isOfDeadStep(dead, entry, { known, byPid, isOurs });
  };
  // A daemon of an earlier step may still be a child of the shell.
  const takes = (entry: ProcessEntry): boolean =>
    isLeft(entry) || (isOther(entry) && !theirs.has(entry.pid) && isRecent(dead, entry));
  return withDescendants(all, all.filter(isLeft), takes);
}

/**
 * Whether a process outside of the shells' sessions is one of a background step that nobody knows, or a
 * daemon of the step under way.
 */
function isOfDeadStep(
  dead: DeadEngine,
  entry: ProcessEntry,
  look: {
    readonly known: ReadonlySet<string>;
    readonly byPid: ReadonlyMap<number, ProcessEntry>;
    readonly isOurs: (entry: ProcessEntry) => boolean;
  },
): boolean {
  const { id, since } = dead;
  const tag = `${BACKGROUND_TAG}=${id}/`;
  const step = readEnvironment(entry.pid).find((one) => one.startsWith(tag));
  if (step !== undefined) return !look.known.has(step.slice(tag.length));
  const isTagged = ({ pid }: ProcessEntry): boolean =>
    readEnvironment(pid).includes(`${RUN_TAG}=${id}`);
  if (since === undefined || !isRecent(dead, entry) || !isTagged(entry)) return false;
  const { byPid, isOurs } = look;
  return !isOfEarlierDaemon(entry, byPid, { self: process.pid, since, isTagged, isOurs });
}

/** Whether it was started since the step under way began. */
function isRecent({ since }: DeadEngine, entry: ProcessEntry): boolean {
  return since !== undefined && isStartedSince(entry, since);
}

function isOther({ pid }: ProcessEntry): boolean {
  return pid !== process.pid;
}

/** The shells of a run that are there, by the control pipe that each has open; with their folders. */
function findShells(
  all: readonly ProcessEntry[],
  root: string,
): { readonly pid: number; readonly folder: string }[] {
  const place = `${realPath(root)}/`;
  return all
    .filter(({ pid, session }) => pid === session)
    .flatMap(({ pid }) => {
      const pipe = listOpenFiles(pid).find(
        (path) => path.startsWith(place) && basename(path) === PIPES.control,
      );
      return pipe === undefined ? [] : [{ pid, folder: dirname(pipe) }];
    });
}

function listOpenFiles(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return orNothing(() => readdirSync(folder)).flatMap((fd) =>
    orNothing(() => [readlinkSync(join(folder, fd))]),
  );
}

/** The process ended in the meantime, or closed the file, or is somebody else's. */
function orNothing(read: () => string[]): string[] {
  try {
    return readWithSpare(read);
  } catch (error) {
    rethrowOutOfFiles(error);
    return [];
  }
}

/**
 * Opens what the shells of an earlier engine print to, whose readers are gone, or go when nothing is
 * printed any more: a shell that ends in good order would wait for one. Returns how to let go.
 */
export function holdPipes({ root }: RunPlace): () => void {
  const held = findShells(listProcesses(), root).flatMap(({ folder }) =>
    [PIPES.out, PIPES.err, PIPES.state].flatMap((pipe) => hold(join(folder, pipe))),
  );
  return () => {
    for (const fd of held) closeSync(fd);
  };
}

function hold(pipe: string): number[] {
  try {
    return [openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK)];
  } catch (error) {
    rethrowOutOfFiles(error);
    return [];
  }
}

/** What came of ending processes. */
export interface Ended {
  readonly count: number;
  /** Whether KILL was needed. */
  readonly killed: boolean;
}

/** Ends what `find` finds: `signal`, a grace period that `hurry` cuts short, then KILL. */
export async function endProcesses(
  find: () => readonly ProcessEntry[],
  signal: NodeJS.Signals,
  graceMs: number,
  hurry?: AbortSignal,
): Promise<Ended> {
  const seen = new Set<number>();
  const deadline = performance.now() + graceMs;
  for (;;) {
    const alive = find();
    if (alive.length === 0) return { count: seen.size, killed: false };
    if (performance.now() >= deadline || hurry?.aborted) break;
    for (const { pid } of alive) {
      if (!seen.has(pid)) send(pid, signal);
      seen.add(pid);
    }
    await sleep(POLL_MS);
  }
  for (let round = 0; round < KILL_ROUNDS; round++) {
    const alive = find();
    if (alive.length === 0) break;
    for (const { pid } of alive) {
      seen.add(pid);
      send(pid, 'SIGKILL');
    }
    await sleep(POLL_MS);
  }
  return { count: seen.size, killed: true };
}
