import type { Runbook } from '../model/types.ts';
import type { PlannedStep } from '../plan/types.ts';
import type { StepVerdict } from './verdict.ts';

/** A place at which a run that is gone through by hand waits for the person. */
export interface StepStop {
  readonly planned: PlannedStep;
  readonly runbook: Runbook;
  /** Its place among the steps of the run, from 1. */
  readonly index: number;
  /** How many steps there are, cleanup left out. */
  readonly of: number;
  /** All of them, in order. */
  readonly steps: readonly PlannedStep[];
  /** How this one ended, where it has before. */
  readonly ended?: StopEnding;
  /** How those ended that have, by id. */
  readonly verdicts: ReadonlyMap<string, StepVerdict>;
  /** Steps that failed, and the run goes on as if they had not. */
  readonly ignored: ReadonlySet<string>;
  /** The shell's current directory; absolute. */
  readonly cwd: string;
  /** The block with the values that are known put in, for reading and copying. */
  readonly command: string;
  /** Why a text cannot be the value of a variable that the step captures, completing "it …". */
  readonly refuseValue: (name: string, value: string) => string | undefined;
  /** Puts in the values that are known, secrets masked, and `<name>` for what is not. */
  readonly resolve: (text: string) => string;
  /** Masks secrets. */
  readonly mask: (text: string) => string;
  /** What a rollback would run now, by id, or why it cannot. */
  readonly rollback:
    | { readonly ok: true; readonly steps: readonly string[] }
    | { readonly ok: false; readonly why: string };
  /** What the last attempt printed; absolute. */
  readonly log?: string;
  /** Aborted when a background step has died: what to do about the step is not the question any more. */
  readonly overtaken: AbortSignal;
  /** What is wrong with the block as it was edited last, as lines. */
  readonly trouble?: readonly string[];
}

/** How a step ended to which a person has come again. */
export interface StopEnding {
  readonly verdict: StepVerdict;
  /** ISO 8601. */
  readonly time: string;
  readonly durationMs: number;
  /** A background step that was up, and ended by itself. */
  readonly died: boolean;
}

/** What a person wants before a step, or after it has failed. */
export type StepChoice =
  /** Runs it, or tries it again in the state from before it. */
  | { readonly kind: 'run' }
  | { readonly kind: 'manual' }
  | { readonly kind: 'skip'; readonly why: string }
  /** Goes to another step, without running anything. */
  | { readonly kind: 'go'; readonly to: string }
  /** Runs other code in its place, in this run only. */
  | { readonly kind: 'edit'; readonly code: string }
  /** Opens a shell in the state of the run. */
  | { readonly kind: 'shell' }
  /** Asks no more until something fails. */
  | { readonly kind: 'all' }
  | { readonly kind: 'quit'; readonly why?: string }
  /** Nothing: the question was overtaken. */
  | { readonly kind: 'none' }
  /** Ctrl-C: as if the program had been sent that signal. */
  | { readonly kind: 'interrupt' };

/** What a person wants after a step has failed. */
export type FailureChoice =
  | StepChoice
  /** Looks for the cause in the section that is for it. */
  | { readonly kind: 'diagnose' }
  /** Undoes what was done, which ends the run. */
  | { readonly kind: 'rollback' }
  /** Goes on as if it had passed. */
  | { readonly kind: 'ignore'; readonly why: string }
  /** It was done by hand, outside of the run. */
  | {
      readonly kind: 'done';
      readonly why: string;
      /** Values of the variables that it would have captured. */
      readonly captures: ReadonlyMap<string, string>;
    };

/** How a person goes through a run step by step. The signal is aborted when the run has to stop. */
export interface StepDialogue {
  /** Shows what is next, and waits for what to do about it. */
  before(stop: StepStop, signal: AbortSignal): Promise<StepChoice>;
  /** Waits for what to do about a step that has failed, or was stopped. */
  failed(stop: StepStop, verdict: StepVerdict, signal: AbortSignal): Promise<FailureChoice>;
  /** Says that the prerequisites are looked at; nobody is asked about them one by one. */
  announceRequired(steps: readonly PlannedStep[], runbook: Runbook): void;
  /** Asks what to do about prerequisites that are not met: look again, or leave. */
  required(
    failed: readonly PlannedStep[],
    signal: AbortSignal,
  ): Promise<'again' | 'quit' | 'interrupt'>;
  /** Asks whether the cleanup steps run now; `null` for Ctrl-C. */
  cleanup(steps: readonly PlannedStep[], signal: AbortSignal): Promise<boolean | null>;
  /** Asks whether the state of a shell that was opened becomes that of the run. */
  takeBack(signal: AbortSignal): Promise<boolean>;
}
