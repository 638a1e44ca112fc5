import type { StopCause } from './context.ts';
import type { StepVerdict } from './verdict.ts';

/** Signal numbers that shells add to 128. */
const INTERRUPTED: Readonly<Record<string, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

export interface RunFacts {
  readonly stopCause: StopCause | undefined;
  /** Steps that failed and were not ignored, cleanup and dead background steps included. */
  readonly failed: number;
  /** Whether a step counts as done by the operator's word alone, or its failure was ignored. */
  readonly overridden: boolean;
  /** Items of the checklist that had to hold and do not. */
  readonly unmet: number;
  /** Steps other than cleanup that ran. */
  readonly executed: number;
}

/** The run's exit code. Where several hold, an interrupt comes before a failure, before "nothing". */
export function exitCodeOf({ stopCause, failed, overridden, executed, unmet }: RunFacts): number {
  if (stopCause?.kind === 'signal') return INTERRUPTED[stopCause.signal] ?? 1;
  const quit = stopCause?.kind === 'operator';
  if ((stopCause !== undefined && !quit) || failed > 0) return 1;
  // Nobody has to prove a run that was left to go on later.
  if (unmet > 0 && !quit) return 1;
  if (quit || overridden) return 4;
  return executed === 0 ? 3 : 0;
}

/** The exit code of a run that was stopped before its first step. */
export function exitWithoutStep(stopCause: StopCause): number {
  return exitCodeOf({ stopCause, failed: 0, overridden: false, unmet: 0, executed: 0 });
}

/** Whether a step counts as done, or was left out, by somebody's word. */
export function isOverridden(verdict: StepVerdict): boolean {
  if (verdict.status === 'passed') return verdict.byHand?.override === true;
  if (verdict.status !== 'skipped') return false;
  return verdict.reason.kind === 'interrupted' || verdict.reason.kind === 'operator';
}

/** What a failure or an interrupt ends with says more than that a report is not whole. */
const REPLACED: ReadonlySet<number> = new Set([0, 3, 4]);

/** The exit code of a run that ends with `exitCode`, and of whose reports one is not whole. */
export function exitWithLostReport(exitCode: number): number {
  return REPLACED.has(exitCode) ? 5 : exitCode;
}
