import { randomInt } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { EngineError } from '../engine/engine-error.ts';
import { describeFolderTrouble } from './folder-trouble.ts';
import { makeFolder } from './make-folder.ts';

/** Letters and digits that cannot be taken for one another. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const ID_LENGTH = 4;

/** The private folder of one run: journal, logs, the document as it was run. */
export interface RunFolder {
  /** Such as `7f3k`. */
  readonly id: string;
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
    writeFileSync(join(path, basename(file)), text, { mode: 0o600 });
    return {
      id,
      path,
      logPath: (index, step, suffix) => join(path, `${index}-${step}${suffix}`),
    };
  } catch (error) {
    throw new EngineError(
      'state-folder',
      `cannot write the run's folder: ${describeFolderTrouble(error)}`,
      {
        hint: 'give another folder with --state-dir, or set XDG_STATE_HOME',
        cause: error,
      },
    );
  }
}

function claim(runs: string): { id: string; path: string } {
  for (let attempt = 0; ; attempt++) {
    const length = ID_LENGTH + Math.floor(attempt / 10);
    const id = Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    const path = join(runs, id);
    try {
      mkdirSync(path, { mode: 0o700 });
      return { id, path };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
