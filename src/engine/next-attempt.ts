import type { Repeat } from '../model/types.ts';
import type { AttemptResult } from './step-result.ts';

/** How far a step has come with its attempts. */
export interface Tried {
  readonly result: AttemptResult;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  /** Attempts that passed one after the other, this one included. */
  readonly inARow: number;
  /** Since the first attempt began, in milliseconds. */
  readonly elapsedMs: number;
}

/** Milliseconds until the next attempt; `undefined` when there is none. */
export function pauseBeforeNext(repeat: Repeat | undefined, tried: Tried): number | undefined {
  const { result, attempt, inARow, elapsedMs } = tried;
  if (repeat === undefined || result.status === 'cancelled') return undefined;
  const passed = result.status === 'passed';
  switch (repeat.kind) {
    case 'retry':
      return !passed && attempt <= repeat.retries ? repeat.backoffMs : undefined;
    case 'stable':
      return passed && inARow < repeat.inARow ? repeat.everyMs : undefined;
    case 'within': {
      const isDone = passed && inARow >= repeat.inARow;
      return !isDone && elapsedMs + repeat.everyMs < repeat.withinMs ? repeat.everyMs : undefined;
    }
  }
}

/**
 * Whether an attempt that fails is the last one that could decide: afterwards there is no time for
 * as many attempts as have to pass.
 */
export function isLastAttempt(
  repeat: Repeat | undefined,
  attempt: number,
  durationMs: number,
  elapsedMs: number,
): boolean {
  switch (repeat?.kind) {
    case 'retry':
      return attempt > repeat.retries;
    case 'within':
      return elapsedMs + (repeat.everyMs + durationMs) * repeat.inARow >= repeat.withinMs;
    default:
      return true;
  }
}

/** The number of attempts that there can be, where one is known beforehand. */
export function countAttempts(repeat: Repeat): number | undefined {
  switch (repeat.kind) {
    case 'retry':
      return repeat.retries + 1;
    case 'stable':
      return repeat.inARow;
    case 'within':
      return undefined;
  }
}

/** Time is up, and the last attempts passed, but too few of them in a row. */
export function requireStability(
  repeat: Repeat | undefined,
  result: AttemptResult,
  inARow: number,
): AttemptResult {
  if (result.status !== 'passed' || repeat?.kind !== 'within' || inARow >= repeat.inARow)
    return result;
  const { durationMs, tail, log } = result;
  const { withinMs, inARow: wanted } = repeat;
  return {
    status: 'failed',
    reason: { kind: 'unstable', inARow, wanted, withinMs },
    durationMs,
    tail,
    ...(log === undefined ? {} : { log }),
  };
}
