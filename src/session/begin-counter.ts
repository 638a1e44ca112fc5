import { closeSync, constants, openSync, readSync } from 'node:fs';

/** So many lines fit into the pipe many times. */
const READ_EVERY = 1024;

/**
 * Knows which steps a shell has begun: it writes the number of each into a named pipe of its own.
 * That is asked for only when a shell is gone, so nobody is woken for it.
 */
export class BeginCounter {
  readonly #fd: number;
  readonly #buffer = Buffer.alloc(16 * READ_EVERY);
  #count = 0;
  #last = 0;

  constructor(path: string) {
    this.#fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  }

  /** The number of the step that is to begin next, from 1. */
  next(): number {
    this.#count += 1;
    if (this.#count % READ_EVERY === 0) this.#read();
    return this.#count;
  }

  /** Whether the step with the last number has begun. */
  hasBegun(): boolean {
    this.#read();
    return this.#last === this.#count;
  }

  /** Lets go of the pipe. */
  close(): void {
    closeSync(this.#fd);
  }

  #read(): void {
    try {
      const length = readSync(this.#fd, this.#buffer);
      this.#last = Number(this.#buffer.toString('latin1', 0, length).trim().split('\n').at(-1));
    } catch {
      // No line is there.
    }
  }
}
