import { setAlarm } from '../session/alarm.ts';
import { onAbort } from '../session/on-abort.ts';
import type { RunContext } from './context.ts';

/** Why what ran in the session was killed from outside, the end of the run apart. */
export type Killed =
  | { readonly kind: 'timeout'; readonly timeoutMs: number }
  | { readonly kind: 'output-limit' };

/**
 * Ends what runs, in the session or elsewhere, when its time is up, it prints too much, or the run
 * has to stop.
 */
export class KillSwitch {
  readonly #context: RunContext;
  readonly #killNow: () => void;
  #killed: Killed | undefined;

  /** @param killNow ends it; absent: what runs in the session */
  constructor(context: RunContext, killNow?: () => void) {
    this.#context = context;
    // Who waits for what runs is told of a lost connection as well.
    this.#killNow =
      killNow ?? (() => void context.session.kill(context.hurry.signal).catch(() => {}));
  }

  /** The first reason there was. */
  get killed(): Killed | undefined {
    return this.#killed;
  }

  kill(why: Killed): void {
    this.#killed ??= why;
    this.#killNow();
  }

  /** Watches while `act` runs; `timeoutMs` counts from now. */
  async during<T>(timeoutMs: number, act: () => Promise<T>): Promise<T> {
    const takeBack = setAlarm(timeoutMs, () => this.kill({ kind: 'timeout', timeoutMs }));
    const ignore = onAbort(this.#context.stop.signal, () => this.#killNow());
    try {
      return await act();
    } finally {
      takeBack();
      ignore();
    }
  }
}
