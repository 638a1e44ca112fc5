import { constants, openSync, readSync, writeSync } from 'node:fs';
import { type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';
import { availableParallelism } from 'node:os';

/** The longest time that {@link Channel.readAhead} holds up everything else, in milliseconds. */
const READ_AHEAD_MS = 0.3;
/** So long it lets the writer go on between two looks, which would slow it down. */
const LOOK_EVERY_MS = 0.015;

/** Where there is one processor, the writer gets nothing done while we look. */
const CAN_LOOK = availableParallelism() > 1;

/** All channels read into this one: memory of its own for each chunk costs more than reading it. */
const INPUT = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * Our end of a named pipe that the session's shell writes to. A named pipe and not the child's
 * stdio: Node's are sockets, and `echo >/dev/stderr` fails on a socket. What comes stays in the pipe
 * until it is asked for, or watched: to be woken for each write costs more than a small step does.
 */
export class Channel {
  readonly #fd: number;
  readonly #socket: Socket;
  readonly #marker: Buffer;
  /** Bytes held back because they may be the beginning of the marker. */
  #held: Buffer = Buffer.alloc(0);
  #consume: (bytes: Buffer) => void = () => {};
  #reached: (() => void) | undefined;
  /** Markers seen that nobody has waited for yet. */
  #seen = 0;
  #isClosed = false;

  /** `marker` ends the output of a step; its first byte should be rare. */
  constructor(path: string, marker: Buffer) {
    this.#marker = marker;
    // Open for both: reading never ends while we live, and the engine can write a marker itself.
    this.#fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    const options: SocketConstructorOpts & { readonly onread: OnReadOpts } = {
      fd: this.#fd,
      readable: true,
      writable: false,
      onread: { buffer: INPUT, callback: (length) => this.#take(length) },
    };
    this.#socket = new Socket(options);
    this.#socket.on('error', () => {});
    this.rest();
  }

  /** From now on what comes is read as it comes. */
  watch(): void {
    this.#socket.resume();
  }

  /** From now on it stays in the pipe, and a writer waits where that is full. */
  rest(): void {
    this.#socket.pause();
  }

  /** Everything that comes from now on goes to `consume`; bytes are its own until it returns. */
  connect(consume: (bytes: Buffer) => void): void {
    this.#consume = consume;
  }

  /** Resolves when the next marker has come, or none can: all bytes before it have been consumed. */
  drained(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    if (this.#seen > 0) {
      this.#seen -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#reached = resolve;
    });
  }

  /** Writes the marker ourselves, when the shell that should have is gone. */
  async putMarker(): Promise<void> {
    let rest: Buffer = this.#marker;
    while (rest.length > 0 && !this.#isClosed) {
      try {
        rest = rest.subarray(writeSync(this.#fd, rest));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
  }

  /**
   * Reads up to a marker that has been written already. Should it not be there, because somebody else
   * took it, this resolves when the next one comes.
   */
  async drain(): Promise<void> {
    const drained = this.drained();
    this.#readNow();
    if (this.#reached !== undefined) this.watch();
    await drained;
    this.rest();
  }

  /**
   * Reads without the event loop until the marker that is waited for has come: for a writer that is
   * about to finish and writes in many small pieces, each of which would wake us. Gives up soon.
   *
   * @returns whether it has come
   */
  readAhead(): boolean {
    const start = performance.now();
    const limit = CAN_LOOK ? READ_AHEAD_MS : 0;
    for (let look = start; this.#reached !== undefined && look - start < limit; ) {
      this.#readNow();
      // No sleep: the shortest that there is takes longer than the writer does.
      while (this.#reached !== undefined && performance.now() - look < LOOK_EVERY_MS);
      look = performance.now();
    }
    return this.#reached === undefined;
  }

  /** Lets go of the pipe. Whoever waits for a marker goes on without it. */
  close(): void {
    this.#isClosed = true;
    this.#socket.destroy();
    if (this.#reached !== undefined) this.#arrive();
  }

  /** Reads what is there, up to the marker that is waited for. */
  #readNow(): void {
    while (this.#reached !== undefined) {
      let length: number;
      try {
        length = readSync(this.#fd, INPUT);
      } catch {
        // Nothing there yet.
        return;
      }
      this.#accept(INPUT.subarray(0, length));
    }
  }

  #take(length: number): boolean {
    this.#accept(INPUT.subarray(0, length));
    return true;
  }

  #accept(chunk: Buffer): void {
    let bytes = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    for (;;) {
      const at = bytes.indexOf(this.#marker);
      if (at < 0) break;
      if (at > 0) this.#consume(bytes.subarray(0, at));
      bytes = bytes.subarray(at + this.#marker.length);
      this.#arrive();
    }
    const keep = heldLength(bytes, this.#marker);
    if (bytes.length > keep) this.#consume(bytes.subarray(0, bytes.length - keep));
    this.#held = keep > 0 ? Buffer.from(bytes.subarray(bytes.length - keep)) : Buffer.alloc(0);
  }

  #arrive(): void {
    const reached = this.#reached;
    this.#reached = undefined;
    if (reached === undefined) this.#seen += 1;
    else reached();
  }
}

/** Length of the longest end of `bytes` with which `marker` begins. */
function heldLength(bytes: Buffer, marker: Buffer): number {
  const first = marker[0];
  if (first === undefined) return 0;
  const from = Math.max(0, bytes.length - marker.length + 1);
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (bytes.subarray(at).equals(marker.subarray(0, bytes.length - at))) return bytes.length - at;
  }
  return 0;
}
