import { closeSync, openSync, readFileSync } from 'node:fs';

/** A run has enough with so many open files, unless it has many background steps. */
export const FEWEST_FILES = 64;

/** What to do when the limit of open files is too low. */
export const FILES_HINT = 'allow more open files, as with `ulimit -n 256`';

/** Enough for a cleanup step with a shell of its own. */
const RESERVED = 12;

/** Whether something failed because no further file may be opened. */
export function isOutOfFiles(error: unknown): boolean {
  return ['EMFILE', 'ENFILE'].includes(
    (error as Partial<NodeJS.ErrnoException> | undefined)?.code ?? '',
  );
}

/**
 * Throws an error again that came for want of open files. Who takes all other errors for "there is
 * none" would otherwise see no process, no listener and no file, and be content.
 */
export function rethrowOutOfFiles(error: unknown): void {
  if (isOutOfFiles(error)) throw error;
}

let spare: number | undefined;

/**
 * Reads something of the system with the open file that is kept for it when there is no other: who
 * cannot look for processes any more cannot end them. `read` has one file open at a time.
 */
export function readWithSpare<Result>(read: () => Result): Result {
  spare ??= openSpare();
  try {
    return read();
  } catch (error) {
    if (!isOutOfFiles(error) || spare === undefined) throw error;
    closeSync(spare);
    try {
      return read();
    } finally {
      spare = openSpare();
    }
  }
}

function openSpare(): number | undefined {
  try {
    return openSync('/dev/null', 'r');
  } catch {
    return undefined;
  }
}

/** How many files this process may have open; infinite where the system does not tell. */
export function readFileLimit(): number {
  try {
    const limits = readFileSync('/proc/self/limits', 'latin1');
    return Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
  } catch (error) {
    return isOutOfFiles(error) ? 0 : Number.POSITIVE_INFINITY;
  }
}

/** Open files that are kept for the end of a run, which must come whatever has used up the others. */
export class FileReserve {
  #held: number[] = [];

  constructor() {
    for (let i = 0; i < RESERVED; i++) this.#held.push(openSync('/dev/null', 'r'));
  }

  /** Makes room, once. */
  release(): void {
    for (const fd of this.#held) closeSync(fd);
    this.#held = [];
  }
}
