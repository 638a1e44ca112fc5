import { randomInt } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { EngineError } from '../engine/engine-error.ts';
import { describeFolderTrouble } from './folder-trouble.ts';
import { makeFolder } from './make-folder.ts';
import { noteRun } from './run-order.ts';

/** Letters and digits that cannot be taken for one another. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const ID_LENGTH = 4;

/** The private folder of one run: journal, logs, the document as it was run. */
export interface RunFolder {
  /** Such as `7f3k`. */
  readonly id: string;
  /** Where the journal is; absolute. */
  readonly root: string;
  /** Where everything else is that this engine writes: a folder of its own when a run goes on. */
  readonly path: string;
  /** Path of a log: `3-server.log`. */
  logPath(index: number, step: string, suffix: string): string;
}

/**
 * Creates `<stateDir>/runs/<id>/`, readable by its owner only, and keeps a copy of the document.
 * Throws an `EngineError` that says what to do when it cannot be written.
 */
export function createRunFolder(stateDir: string, file: string, text: string): RunFolder {
  try {
    const runs = join(stateDir, 'runs');
    makeFolder(runs, 0o700);
    const { id, path } = claim(runs);
    noteRun(stateDir, id);
    writeFileSync(join(path, basename(file)), text, { mode: 0o600 });
    return describeFolder(id, path, path);
  } catch (error) {
    throw unwritable(error);
  }
}

/**
 * Creates `<root>/part-2/`, or the next number, for an engine that goes on with a run, and keeps the
 * document as it is now.
 *
 * @throws {@link EngineError} when it cannot be written.
 */
export function continueRunFolder(id: string, root: string, file: string, text: string): RunFolder {
  try {
    for (let part = 2; ; part++) {
      const path = join(root, `part-${part}`);
      if (!tryToMake(path)) continue;
      writeFileSync(join(path, basename(file)), text, { mode: 0o600 });
      return describeFolder(id, root, path);
    }
  } catch (error) {
    throw unwritable(error);
  }
}

function describeFolder(id: string, root: string, path: string): RunFolder {
  return {
    id,
    root,
    path,
    logPath: (index, step, suffix) => join(path, `${index}-${step}${suffix}`),
  };
}

function unwritable(error: unknown): EngineError {
  return new EngineError(
    'state-folder',
    `cannot write the run's folder: ${describeFolderTrouble(error)}`,
    {
      hint: 'give another folder with --state-dir, or set XDG_STATE_HOME',
      cause: error,
    },
  );
}

function claim(runs: string): { id: string; path: string } {
  for (let attempt = 0; ; attempt++) {
    const length = ID_LENGTH + Math.floor(attempt / 10);
    const id = Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    const path = join(runs, id);
    if (tryToMake(path)) return { id, path };
  }
}

/** Whether the folder is new. */
function tryToMake(path: string): boolean {
  try {
    mkdirSync(path, { mode: 0o700 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}
