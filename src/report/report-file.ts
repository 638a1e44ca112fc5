import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../plan/usage-error.ts';
import { messageOf, ReportError } from './report-error.ts';

/**
 * The file of a report. It is created, or emptied, when the first text is written: a run that is refused
 * leaves alone what another one is writing.
 */
export class ReportFile {
  readonly #path: string;
  readonly #target: string;
  #fd: number | undefined;
  #begun = false;

  /**
   * @param path - absolute.
   * @param kind - the kind of the report, for messages.
   * @throws {@link UsageError} when it can be seen already that the file cannot be written.
   */
  constructor(path: string, kind: string) {
    this.#path = path;
    this.#target = `${kind}=${path}`;
    try {
      this.#fd = openExisting(path);
    } catch (error) {
      throw new UsageError(`--report ${this.#target}: cannot be written: ${messageOf(error)}`);
    }
  }

  /** @throws {@link ReportError} */
  write(text: string): void {
    this.#guard(() => {
      const fd = this.#begun ? this.#fd : this.#begin();
      const bytes = Buffer.from(text);
      for (let done = 0; fd !== undefined && done < bytes.length; )
        done += writeSync(fd, bytes, done);
    });
  }

  /** @throws {@link ReportError} where only now is said that a text could not be stored. */
  close(): void {
    const fd = this.#fd;
    this.#fd = undefined;
    if (fd !== undefined) this.#guard(() => closeSync(fd));
  }

  #begin(): number {
    this.#begun = true;
    this.#fd ??= openSync(this.#path, 'w', 0o666);
    // A pipe or a terminal has nothing to be emptied of.
    if (fstatSync(this.#fd).isFile()) ftruncateSync(this.#fd);
    return this.#fd;
  }

  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      throw new ReportError(this.#target, error);
    }
  }
}

/** Open for writing, as it is; absent when there is no such file yet and its folder can take one. */
function openExisting(path: string): number | undefined {
  try {
    return openSync(path, constants.O_WRONLY);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  accessSync(dirname(path), constants.W_OK | constants.X_OK);
  return undefined;
}
