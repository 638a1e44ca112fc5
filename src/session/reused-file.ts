import { closeSync, ftruncateSync, openSync, renameSync, writeSync } from 'node:fs';

/**
 * One file that is given a new name and a new text again and again: to create a file for each step
 * would cost several times what the step itself does. Only the last name and text exist.
 */
export class ReusedFile {
  #fd: number | undefined;
  #path = '';
  #length = 0;
  /** The text under the path; `undefined` while it is not known. */
  #text: string | undefined;

  /** Gives it this name and text, readable by its owner only, unless it has them. */
  write(path: string, text: string): void {
    if (this.#path === path && this.#text === text) return;
    this.#text = undefined;
    if (this.#fd !== undefined) this.#moveTo(path);
    this.#fd ??= openSync(path, 'w', 0o600);
    this.#path = path;
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; )
      at += writeSync(this.#fd, bytes, at, bytes.length - at, at);
    if (bytes.length < this.#length) ftruncateSync(this.#fd, bytes.length);
    this.#length = bytes.length;
    this.#text = text;
  }

  /** Leaves it as it is; the next text gets a file of its own. */
  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
    this.#text = undefined;
    this.#length = 0;
  }

  #moveTo(path: string): void {
    try {
      renameSync(this.#path, path);
    } catch {
      // Somebody removed it, so what is open has no name any more.
      this.close();
    }
  }
}
