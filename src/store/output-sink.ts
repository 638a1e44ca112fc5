import { accessSync, closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { OutputView } from '../expect/types.ts';
import type { LogFiles } from './log-files.ts';
import { removeFile } from './remove-file.ts';

/** Output up to this size stays in memory until the step ends; more goes to the file as it comes. */
const MEMORY_LIMIT = 64 * 1024;
const READ_CHUNK = 64 * 1024;
/** How much of the end of an output is looked at for its last lines. */
const TAIL_BYTES = 16 * 1024;

/** Takes one stream of a step's output, in constant memory, and gives it back for reading. */
export class OutputSink implements OutputView {
  readonly path: string;
  #size = 0;
  #memory: Buffer[] = [];
  #fd: number | undefined;
  #onFile = false;
  #error: Error | undefined;

  readonly #memoryLimit: number;

  readonly #stays: boolean;

  readonly #files: LogFiles | undefined;

  /**
   * Nothing is created before something is written. `file`: the file is never behind; `memory`: there
   * is none, so the caller has to see to it that it does not become much. The file may be among `files`,
   * ready to be written to.
   */
  constructor(path: string, where: 'file' | 'memory' | 'either' = 'either', files?: LogFiles) {
    this.path = path;
    this.#files = files;
    this.#stays = where === 'memory';
    this.#memoryLimit = { file: 0, memory: Number.POSITIVE_INFINITY, either: MEMORY_LIMIT }[where];
  }

  get size(): number {
    return this.#size;
  }

  /** The first error in writing the file, such as a full disk; what came later is not kept. */
  get error(): Error | undefined {
    return this.#error;
  }

  write(bytes: Buffer): void {
    if (bytes.length === 0 || this.#error !== undefined) return;
    this.#size += bytes.length;
    if (!this.#onFile && this.#size <= this.#memoryLimit) {
      // The socket's buffers are its own; keeping a slice would keep 64 KiB for a line.
      this.#memory.push(Buffer.from(bytes));
      return;
    }
    this.#guard(() => {
      if (this.#fd === undefined) this.#open();
      writeAll(this.#fd, bytes);
    });
  }

  /** Puts everything into the file; reading goes on to work. */
  finish(): void {
    if (this.#size === 0 || this.#stays) return;
    this.#guard(() => {
      const held = this.#fd === undefined && !this.#onFile ? this.#memory : [];
      if (held.length > 0) this.#fd = this.#create();
      for (const bytes of held) writeAll(this.#fd, bytes);
      if (this.#fd !== undefined) closeSync(this.#fd);
      this.#fd = undefined;
      // One that was taken away takes what is written, and gives nothing back.
      if (this.#onFile) accessSync(this.path);
    });
  }

  /** Forgets everything, the file included: for streams that only expectations wanted. */
  discard(): void {
    this.#guard(() => {
      if (this.#fd !== undefined) closeSync(this.#fd);
      this.#fd = undefined;
      if (this.#onFile) removeFile(this.path);
    });
    this.#memory = [];
  }

  *chunks(): Iterable<Buffer> {
    if (!this.#onFile) {
      yield* this.#memory;
      return;
    }
    const fd = openSync(this.path, 'r');
    try {
      for (;;) {
        const buffer = Buffer.allocUnsafe(READ_CHUNK);
        const length = readSync(fd, buffer, 0, READ_CHUNK, null);
        if (length === 0) return;
        yield buffer.subarray(0, length);
      }
    } finally {
      closeSync(fd);
    }
  }

  /** The last lines written so far, without their endings. */
  tail(count: number): string[] {
    const text = this.#end()
      .toString('utf8')
      .replace(/\r?\n$/, '');
    return text === '' ? [] : text.split(/\r?\n/).slice(-count);
  }

  #end(): Buffer {
    if (!this.#onFile) return Buffer.concat(this.#memory).subarray(-TAIL_BYTES);
    const length = Math.min(this.#size, TAIL_BYTES);
    const buffer = Buffer.alloc(length);
    const fd = openSync(this.path, 'r');
    try {
      return buffer.subarray(0, readSync(fd, buffer, 0, length, this.#size - length));
    } finally {
      closeSync(fd);
    }
  }

  #open(): void {
    this.#fd = this.#create();
    writeAll(this.#fd, Buffer.concat(this.#memory));
    this.#memory = [];
    this.#onFile = true;
  }

  #create(): number {
    return this.#files?.take(this.path) ?? openSync(this.path, 'w', 0o600);
  }

  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#error = error as Error;
    }
  }
}

function writeAll(fd: number | undefined, bytes: Buffer): void {
  let rest = bytes;
  while (fd !== undefined && rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
}
