import type { InterruptSignal } from '../engine/interrupt-signal.ts';
import type { Run as EngineRun } from '../engine/types.ts';

const SIGNALS: ReadonlySet<string> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP']);

/** The way of interrupts to a run, also of those that come before it has begun or when it is over. */
export class Interrupts {
  readonly #early: InterruptSignal[] = [];
  #run: EngineRun | undefined;
  #isOver = false;
  #isAsked = false;

  /** Once more than before: the second time leaves no time for anything. */
  interrupt(signal: InterruptSignal = 'SIGTERM'): void {
    if (!SIGNALS.has(signal))
      throw new TypeError(`a run is interrupted with SIGINT, SIGTERM or SIGHUP, not ${signal}`);
    if (this.#isOver) return;
    this.#isAsked = true;
    if (this.#run === undefined) this.#early.push(signal);
    else this.#run.interrupt(signal);
  }

  /** Ends the run unless it is ending already: to leave is not to ask twice. */
  end(): void {
    if (!this.#isAsked) this.interrupt();
  }

  /** The run has begun. */
  reach(run: EngineRun): void {
    this.#run = run;
    for (const signal of this.#early.splice(0)) run.interrupt(signal);
  }

  /** The run has said its last word: nothing can be interrupted any more. */
  finish(): void {
    this.#isOver = true;
  }
}
