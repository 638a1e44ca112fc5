import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../engine/engine-error.ts';
import { placeOf } from '../engine/lock-run.ts';
import { findHolder, type LockHolder } from '../store/run-lock.ts';
import { readOrder } from '../store/run-order.ts';
import { measureJournal, readJournal } from './read-journal.ts';
import { type RunStory, tellStory } from './run-story.ts';

/** A run that the state folder has a record of. */
export interface PastRun {
  readonly id: string;
  /** Its folder; absolute. */
  readonly folder: string;
  readonly story: RunStory;
  /** Length of the journal that tells it. */
  readonly journalBytes: number;
  /** The engine that is at it now. */
  readonly holder: LockHolder | undefined;
}

/** A run whose record cannot be read. */
export interface LostRun {
  readonly id: string;
  readonly folder: string;
  readonly trouble: EngineError;
}

/**
 * Every run that began, the newest first; those that cannot be read are last.
 *
 * @throws {@link EngineError} when the state folder cannot be read.
 */
export function listRuns(stateDir: string): { runs: PastRun[]; lost: LostRun[] } {
  const runs: PastRun[] = [];
  const lost: LostRun[] = [];
  for (const id of listIds(stateDir)) {
    const folder = join(stateDir, 'runs', id);
    try {
      const run = readRun(stateDir, id);
      if (run !== undefined) runs.push(run);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      lost.push({ id, folder, trouble: error });
    }
  }
  const order = readOrder(stateDir);
  const place = ({ id }: PastRun): number => order.get(id) ?? -1;
  runs.sort((a, b) => place(b) - place(a) || (a.story.began < b.story.began ? 1 : -1));
  return { runs, lost };
}

/**
 * Reads a run; nothing when it never began.
 *
 * @throws {@link EngineError} when its journal cannot be read.
 */
export function readRun(stateDir: string, id: string): PastRun | undefined {
  const folder = join(stateDir, 'runs', id);
  const journalBytes = measureJournal(folder);
  const story = tellStory(readJournal(folder));
  if (story === undefined) return undefined;
  const { setup, workdir } = story.start;
  // Only a run without an end can still go on.
  const open = story.end === undefined || story.stop === 'begun';
  const holder = open
    ? findHolder(stateDir, setup.path, placeOf(setup.target, workdir))
    : undefined;
  return { id, folder, story, journalBytes, holder: holder?.run === id ? holder : undefined };
}

/** The ids of all runs, those that never began as well. */
export function listIds(stateDir: string): string[] {
  const entries = readFolder(join(stateDir, 'runs'));
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function readFolder(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new EngineError('state-folder', `cannot read ${path}: ${(error as Error).message}`, {
      hint: 'give another folder with --state-dir',
      cause: error,
    });
  }
}
