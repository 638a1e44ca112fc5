import type { OutputView } from '../expect/types.ts';
import type { Masker, MaskStream } from './mask.ts';
import { OutputSink } from './output-sink.ts';

const EMPTY: OutputView = { size: 0, chunks: () => [] };

export interface StepOutputOptions {
  /** Path of the log that people read, and that `output` expectations see. */
  readonly log: string;
  /** Keep stdout and stderr apart as well. */
  readonly split: boolean;
  /** The log is written as the output comes, not at the end. */
  readonly live: boolean;
  readonly masker: Masker;
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
  #limited = false;

  constructor(options: StepOutputOptions) {
    this.output = new OutputSink(options.log, { live: options.live });
    const lane = (suffix: string): Lane => ({
      mask: options.masker.stream(),
      own: options.split ? new OutputSink(`${options.log}.${suffix}`) : undefined,
    });
    const out = lane('stdout');
    const err = lane('stderr');
    this.#streams = [out, err];
    this.stdout = out.own ?? EMPTY;
    this.stderr = err.own ?? EMPTY;
    const take = (target: Lane) => (bytes: Buffer) => {
      if (this.#limited) return;
      this.#write(target, target.mask.push(bytes));
      if (this.output.size > options.limit) {
        this.#limited = true;
        options.onLimit();
      }
      options.onActivity?.();
    };
    this.sinks = { out: take(out), err: take(err) };
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

  /** Removes what only the expectations needed. */
  release(): void {
    for (const { own } of this.#streams) own?.discard();
  }

  #write(lane: Lane, bytes: Buffer): void {
    this.output.write(bytes);
    lane.own?.write(bytes);
  }
}

interface Lane {
  readonly mask: MaskStream;
  readonly own: OutputSink | undefined;
}
