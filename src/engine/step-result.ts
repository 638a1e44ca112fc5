import type { Step } from '../model/types.ts';
import type { StepOutput } from '../store/step-output.ts';
import { measureOutput } from './conceal.ts';
import type { RunContext } from './context.ts';
import { EngineError } from './engine-error.ts';
import type { FailureReason, HiddenOutput, StepVerdict } from './verdict.ts';

/** How many of the last lines go into a failure. */
export const TAIL_LINES = 20;

/** What a step came to, with what the report shows of it. */
export interface StepResult {
  readonly verdict: StepVerdict;
  readonly attempts: number;
  readonly log?: string;
  readonly tail?: readonly string[];
  /** What a secret step printed, of which nothing is shown. */
  readonly hidden?: HiddenOutput;
  readonly ready?: readonly string[];
  /** Without the time in which a person was asked; what is absent is measured around the step. */
  readonly durationMs?: number;
}

/** What one attempt of a step came to. */
export type AttemptResult = (
  | { readonly status: 'passed'; readonly captures: ReadonlyMap<string, string> }
  | { readonly status: 'failed'; readonly reason: FailureReason }
  | { readonly status: 'cancelled' }
) & {
  readonly log?: string;
  readonly tail: readonly string[];
  readonly hidden?: HiddenOutput;
  readonly durationMs: number;
};

/** How an attempt is made. */
export interface AttemptSettings {
  /** Path of what takes what it prints. */
  readonly log: string;
  /** Counts from its start. */
  readonly timeoutMs: number;
  /** Whether an attempt that took so many milliseconds is the last one that the step can have. */
  readonly isLast: (durationMs: number) => boolean;
}

/**
 * Tries a step once and judges it: one implementation for each kind of step that can be tried
 * again.
 */
export type Attempt = (settings: AttemptSettings) => Promise<AttemptResult>;

/** Where people find what an attempt printed, or, when it is secret, how much that was. */
export function tellOutput(
  step: Step,
  { output }: StepOutput,
): Pick<AttemptResult, 'log' | 'hidden'> {
  if (output.size === 0) return {};
  return step.secret ? { hidden: measureOutput(output) } : { log: output.path };
}

/** The verdict of a step that passed; its captures are known to all later steps. */
export function passed(
  context: RunContext,
  captures: ReadonlyMap<string, string>,
  secret = false,
): StepVerdict {
  if (secret) context.masker.add(captures.values());
  context.values.capture(captures);
  context.session.export(captures);
  return { status: 'passed', captures: Object.fromEntries(captures) };
}

/** The verdict of a step that failed. */
export function failed(reason: FailureReason): StepVerdict {
  return { status: 'failed', reason };
}

/** The verdict of a step that did not get to its end because the run had to stop. */
export function cancelled(context: RunContext): StepVerdict {
  const cause = context.stopCause;
  if (cause?.kind === 'run-timeout') return failed(cause);
  return { status: 'cancelled', signal: cause?.kind === 'signal' ? cause.signal : 'SIGTERM' };
}

const LOG_HINTS: Readonly<Record<string, string>> = {
  EFBIG:
    'allow larger files with `ulimit -f`, or give `max-output:` in the front matter a smaller size',
  ENOENT:
    'it was removed during the run: see what removes it, or give another folder with --state-dir',
};

/** What a log that cannot be written means: the engine cannot go on. */
export function logError(log: string, error: Error): EngineError {
  const hint =
    LOG_HINTS[(error as NodeJS.ErrnoException).code ?? ''] ??
    'free some space, or give another folder with --state-dir';
  return new EngineError('log', `cannot write ${log}: ${error.message}`, { hint, cause: error });
}
