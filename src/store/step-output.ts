import type { OutputView } from '../expect/types.ts';
import type { LogFiles } from './log-files.ts';
import { createMasker, type Masker, type MaskStream } from './mask.ts';
import { OutputSink } from './output-sink.ts';

const EMPTY: OutputView = { size: 0, chunks: () => [] };

export interface StepOutputOptions {
  /** Path of the log that people read, and that `output` expectations see. */
  readonly log: string;
  /** Where it may be ready. */
  readonly files?: LogFiles;
  /** Keep stdout and stderr apart as well. */
  readonly split: boolean;
  /** The log is written as the output comes, not at the end. */
  readonly live: boolean;
  readonly masker: Masker;
  /** All of it is secret: it is kept as it is, in memory alone, until {@link StepOutput.release}. */
  readonly secret: boolean;
  /** More bytes than this are not kept; `onLimit` is called once. */
  readonly limit: number;
  readonly onLimit: () => void;
  /** Called after something was written, if anybody looks at it live. */
  readonly onActivity?: () => void;
}

/** What one attempt of a step prints: masked before it is kept anywhere. */
export class StepOutput {
  readonly output: OutputSink;
  readonly stdout: OutputView;
  readonly stderr: OutputView;
  readonly sinks: { readonly out: (bytes: Buffer) => void; readonly err: (bytes: Buffer) => void };
  readonly #streams: readonly Lane[];
  readonly #options: StepOutputOptions;
  #limited = false;

  constructor(options: StepOutputOptions) {
    const { log, files, split, live, secret } = options;
    this.#options = options;
    const where = secret ? 'memory' : 'either';
    const masker = secret ? createMasker([]) : options.masker;
    this.output = new OutputSink(log, live ? 'file' : where, files);
    const lane = (suffix: string): Lane => ({
      mask: masker.stream(),
      own: split ? new OutputSink(`${log}.${suffix}`, where) : undefined,
    });
    const out = lane('stdout');
    const err = lane('stderr');
    this.#streams = [out, err];
    this.stdout = out.own ?? EMPTY;
    this.stderr = err.own ?? EMPTY;
    this.sinks = { out: (bytes) => this.#take(out, bytes), err: (bytes) => this.#take(err, bytes) };
  }

  /** Passes on what the masking still held back. */
  flush(): void {
    for (const lane of this.#streams) this.#write(lane, lane.mask.flush());
  }

  /** Completes the log. */
  finish(): void {
    this.flush();
    this.output.finish();
  }

  /** Removes what only the expectations needed, of a secret step all of it. */
  release(): void {
    for (const { own } of this.#streams) own?.discard();
    if (this.#options.secret) this.output.discard();
  }

  #take(lane: Lane, bytes: Buffer): void {
    if (this.#limited) return;
    this.#write(lane, lane.mask.push(bytes));
    this.#options.onActivity?.();
  }

  #write(lane: Lane, bytes: Buffer): void {
    if (bytes.length === 0 || this.#limited) return;
    const room = this.#options.limit - this.output.size;
    const kept = bytes.length > room ? bytes.subarray(0, room) : bytes;
    this.output.write(kept);
    lane.own?.write(kept);
    if (kept === bytes) return;
    this.#limited = true;
    this.#options.onLimit();
  }
}

interface Lane {
  readonly mask: MaskStream;
  readonly own: OutputSink | undefined;
}
