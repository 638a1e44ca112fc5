/** What the session is made of and gives: shapes only. */
import type { ExitStatus } from '../expect/types.ts';
import type { StepWiring } from './bash-files.ts';
import type { StateRecords } from './state-records.ts';
import type { Target } from './targets/types.ts';

export interface SessionOptions {
  readonly bash: string;
  /** Private folder for the shells' pipes; absolute. */
  readonly folder: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  /** `NAME=value`, exported to every process of the run. */
  readonly tag: string;
  /** Beginning of `NAME=value` that marks the run's processes outside the session. */
  readonly exceptTag: string;
  readonly target: Target;
}

/** What the caller decides about a step; the session adds the rest of the wiring. */
export type SessionStep = Omit<StepWiring, 'exports'>;

/** A state of the shell between two steps. */
export interface SavedState {
  /** As bash code; `undefined`: as at the start. It may still be on its way. */
  readonly snapshot: Promise<string | undefined>;
  readonly cwd: string;
  /** Captures that are not in it yet. */
  readonly exports: ReadonlyMap<string, string>;
}

export interface ShellOptions {
  /** Absolute path of bash. */
  readonly bash: string;
  /** A folder of its own, which is created; absolute. */
  readonly folder: string;
  /** Where the shell begins. */
  readonly cwd: string;
  /** Environment of a fresh shell; a restored one gets its variables from the snapshot. */
  readonly env: Readonly<Record<string, string>>;
  readonly snapshot?: string;
  /** The shell gets the terminal that the program runs on: its kind, `$TERM`. It needs a snapshot. */
  readonly terminal?: { readonly term: string | undefined };
  readonly target: Target;
  /** What never answers is waited for no longer when this is aborted. */
  readonly signal?: AbortSignal;
}

/** Receives a step's bytes as they come. In merged wiring everything goes to `out`. */
export interface StepSinks {
  readonly out: (bytes: Buffer) => void;
  readonly err: (bytes: Buffer) => void;
}

export interface ShellOutcome {
  readonly exit: ExitStatus;
  /** Whether the shell began with the step; it may have been gone before. */
  readonly begun: boolean;
  /** Whether the shell can run another step. */
  readonly alive: boolean;
  readonly records: StateRecords;
  /**
   * The state after the step, as bash code that restores it; `null` when the shell died first. The
   * shell still writes it when the outcome is known, and does nothing else before it is through.
   */
  readonly snapshot: Promise<string | null>;
  /** Set when the shell stopped executing what it reads (`set -n`) and had to be killed. */
  readonly noExec: boolean;
}
