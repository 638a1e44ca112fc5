import { accessSync, closeSync, constants, ftruncateSync, openSync, writeSync } from 'node:fs';

/** The file system that Linux keeps in memory. */
const MEMORY = '/dev/shm';

/** Linux's `O_TMPFILE`, which Node has no name for: a file in this folder that has none either. */
const UNNAMED = 0o20000000 | constants.O_DIRECTORY;

/**
 * Texts for a shell to source that are on no disk: files in memory without a name, which the shell finds
 * among our descriptors. Unlike a pipe they keep nobody waiting: when we are gone, so are they.
 */
export class MemoryTexts {
  readonly #descriptors = new Map<string, number>();
  readonly #folder: string;
  readonly #processes: string;

  /**
   * @param folder - in a file system that is in memory
   * @param processes - where the system shows its processes
   */
  constructor(folder: string = MEMORY, processes: string = '/proc') {
    this.#folder = folder;
    this.#processes = processes;
  }

  /**
   * Keeps a text until the next one of this name.
   *
   * @returns the path that it can be sourced by; `undefined` where the host has no such files, or no room.
   */
  hold(name: string, text: string): string | undefined {
    try {
      const fd = this.#descriptors.get(name) ?? this.#open(name);
      const bytes = Buffer.from(text);
      ftruncateSync(fd, 0);
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at, at);
      return this.#pathOf(fd);
    } catch {
      return undefined;
    }
  }

  close(): void {
    for (const fd of this.#descriptors.values()) closeSync(fd);
    this.#descriptors.clear();
  }

  #open(name: string): number {
    const fd = openSync(this.#folder, constants.O_RDWR | UNNAMED, 0o600);
    try {
      accessSync(this.#pathOf(fd));
    } catch (error) {
      // Processes do not see one another's descriptors here.
      closeSync(fd);
      throw error;
    }
    this.#descriptors.set(name, fd);
    return fd;
  }

  #pathOf(fd: number): string {
    return `${this.#processes}/${process.pid}/fd/${fd}`;
  }
}
