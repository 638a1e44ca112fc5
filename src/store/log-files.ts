import { closeSync, fstatSync, openSync, renameSync } from 'node:fs';
import { removeFile } from './remove-file.ts';

/**
 * Has the logs of steps that run one after the other ready before anything is printed. Creating a file
 * may take longer than a step, and the engine has time for it while the step runs. A file into which
 * nothing was written becomes the log of the next step.
 */
export class LogFiles {
  #spare: { readonly path: string; readonly fd: number } | undefined;

  /** Has a log ready. What is wrong with it is said when it is needed, and only then. */
  prepare(path: string): void {
    try {
      const fd = this.#rename(path) ?? openSync(path, 'w', 0o600);
      this.#spare = { path, fd };
    } catch {
      // Whoever writes the log meets the same trouble, and tells of it.
    }
  }

  /** Gives away the descriptor of a log that is ready and still empty. */
  take(path: string): number | undefined {
    if (this.#spare?.path !== path) return undefined;
    const { fd } = this.#spare;
    this.#spare = undefined;
    if (fstatSync(fd).nlink > 0) return fd;
    // The step removed it, and what is written would be found nowhere.
    closeSync(fd);
    return undefined;
  }

  /** Removes the file that nobody needed. */
  close(): void {
    if (this.#spare === undefined) return;
    closeSync(this.#spare.fd);
    removeFile(this.#spare.path);
    this.#spare = undefined;
  }

  #rename(path: string): number | undefined {
    const spare = this.#spare;
    if (spare === undefined) return undefined;
    this.#spare = undefined;
    try {
      if (spare.path !== path) renameSync(spare.path, path);
      return spare.fd;
    } catch {
      // Somebody removed it, so what is open has no name any more.
      closeSync(spare.fd);
      return undefined;
    }
  }
}
