import type { RunEvent } from '../engine/events.ts';

/** So many events may wait for a reader before the run waits as well, between two steps. */
const READ_AHEAD = 64;

/** So many are kept for a reader who has not come yet. */
const UNREAD_LIMIT = 1000;

interface Waiting {
  readonly resolve: (result: IteratorResult<RunEvent, undefined>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The events of a run on their way to the one who reads them. They never pile up: a run waits for its
 * reader between steps, and events that nobody has begun to read are let go when there are too many.
 */
export class EventQueue {
  #events: RunEvent[] = [];
  readonly #waiting: Waiting[] = [];
  #state: 'unread' | 'read' | 'left' | 'lost' = 'unread';
  #end: { readonly error?: unknown } | undefined;
  #resume: (() => void) | undefined;
  #pause: Promise<void> | undefined;

  push(event: RunEvent): void {
    if (this.#state === 'left' || this.#state === 'lost') return;
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) {
      waiting.resolve({ value: event, done: false });
      return;
    }
    if (isReplaced(this.#events.at(-1), event)) this.#events.pop();
    this.#events.push(event);
    if (this.#state === 'unread' && this.#events.length > UNREAD_LIMIT) {
      this.#state = 'lost';
      this.#events = [];
    }
  }

  /** There is nothing more to come. The reader is told of the error behind the last event. */
  end(error?: { readonly error: unknown }): void {
    this.#end = error ?? {};
    for (const waiting of this.#waiting.splice(0))
      void this.#next().then(waiting.resolve, waiting.reject);
  }

  /** Resolves when the reader has caught up; nothing when that is so already, or nobody reads. */
  pace(): Promise<void> | undefined {
    if (this.#state !== 'read' || this.#events.length < READ_AHEAD) return undefined;
    this.#pause ??= new Promise((resolve) => {
      this.#resume = resolve;
    });
    return this.#pause;
  }

  /**
   * The events from the first one.
   *
   * @param leave - called when the reader leaves before the end, who then waits for it
   * @throws when somebody else reads already, or events are gone.
   */
  read(leave: () => Promise<void>): AsyncIterator<RunEvent, undefined> {
    if (this.#state === 'lost')
      throw new Error(
        `nobody has read the events of this run, and the first ${UNREAD_LIMIT} are gone: begin to read when it begins, or use a reporter`,
      );
    if (this.#state !== 'unread')
      throw new Error('the events of a run are read once: use reporters for further readers');
    this.#state = 'read';
    return {
      next: () => this.#next(),
      return: async () => {
        this.#state = 'left';
        this.#events = [];
        this.#wake();
        for (const waiting of this.#waiting.splice(0)) waiting.resolve(DONE);
        await leave();
        return DONE;
      },
    };
  }

  #next(): Promise<IteratorResult<RunEvent, undefined>> {
    const event = this.#events.shift();
    if (this.#events.length < READ_AHEAD / 2) this.#wake();
    if (event !== undefined) return Promise.resolve({ value: event, done: false });
    if (this.#end === undefined && this.#state !== 'left')
      return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
    const end = this.#end ?? {};
    // Said once; afterwards it is over.
    this.#end = {};
    return 'error' in end ? Promise.reject(end.error) : Promise.resolve(DONE);
  }

  #wake(): void {
    this.#resume?.();
    this.#resume = undefined;
    this.#pause = undefined;
  }
}

const DONE: IteratorReturnResult<undefined> = { value: undefined, done: true };

/** Of what a step shows while it is under way, only the newest counts. */
function isReplaced(last: RunEvent | undefined, next: RunEvent): boolean {
  if (next.type !== 'step-output' && next.type !== 'step-waiting') return false;
  return last?.type === next.type && last.step === next.step;
}
