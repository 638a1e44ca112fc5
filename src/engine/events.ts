import type { Role } from '../model/types.ts';
import type { FailureReason, StepVerdict } from './verdict.ts';

/** What a reporter may know of a step before it runs. */
export interface StepView {
  readonly id: string;
  readonly role: Role;
  readonly title: string;
  readonly lang: string;
  /** Document line of the opening fence. */
  readonly line: number;
  /** Heading texts from the outermost to the step's own, the document's title left out. */
  readonly section: readonly string[];
  readonly background: boolean;
  /** For a file block, the path as written. */
  readonly file?: string;
  /** First line of the block's code that is no comment; absent for a file block. */
  readonly command?: string;
}

export interface ParamView {
  readonly name: string;
  /** `•••` for a secret. */
  readonly value: string;
  /** Such as `--set`, `params.yaml`, `$OPENAI_API_KEY`, `default`. */
  readonly source: string;
}

export interface RunSummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
  readonly durationMs: number;
}

/** Everything that happens in a run, in order. All text is masked already. Times are ISO 8601, UTC. */
export type RunEvent =
  | {
      readonly type: 'run-start';
      readonly time: string;
      readonly run: string;
      readonly version: string;
      /** As the user gave it. */
      readonly document: string;
      /** SHA-256 of the document's text, hexadecimal. */
      readonly documentHash: string;
      readonly title: string;
      readonly workdir: string;
      readonly runFolder: string;
      readonly params: readonly ParamView[];
      readonly steps: readonly StepView[];
    }
  | { readonly type: 'step-start'; readonly time: string; readonly step: string }
  | {
      readonly type: 'attempt-start';
      readonly time: string;
      readonly step: string;
      /** From 1. */
      readonly attempt: number;
      /** Total number of attempts, where it is bounded by a count. */
      readonly of?: number;
    }
  | {
      readonly type: 'attempt-failed';
      readonly time: string;
      readonly step: string;
      readonly attempt: number;
      readonly durationMs: number;
      readonly reason: FailureReason;
    }
  /** An attempt passed that is not enough by itself: `stable=` wants several in a row. */
  | {
      readonly type: 'attempt-passed';
      readonly time: string;
      readonly step: string;
      readonly attempt: number;
      readonly durationMs: number;
      /** Attempts that passed one after the other, this one included. */
      readonly inARow: number;
      /** How many it takes. */
      readonly of: number;
    }
  /** Last lines printed so far; only for the screen, never in the journal. */
  | { readonly type: 'step-output'; readonly step: string; readonly lines: readonly string[] }
  | {
      readonly type: 'step-waiting';
      readonly step: string;
      /** Such as `waiting for http://127.0.0.1:8000/health: connection refused`. */
      readonly reason: string;
    }
  | {
      readonly type: 'step-end';
      readonly time: string;
      readonly step: string;
      readonly verdict: StepVerdict;
      readonly durationMs: number;
      readonly attempts: number;
      /** Path of the log, when anything was printed. */
      readonly log?: string;
      /** The last lines printed, for failures. */
      readonly tail?: readonly string[];
      /** What a background step waited for; it is up. */
      readonly ready?: readonly string[];
    }
  | {
      readonly type: 'background-stopped';
      readonly time: string;
      readonly step: string;
      readonly why: 'stops' | 'end';
      /** Whether it had to be killed after its `stop` signal. */
      readonly killed: boolean;
    }
  /** A background step that was up died by itself: a failure of that step and of the run. */
  | {
      readonly type: 'background-died';
      readonly time: string;
      readonly step: string;
      readonly reason: FailureReason;
      readonly log?: string;
      readonly tail: readonly string[];
    }
  | {
      readonly type: 'background-kept';
      readonly time: string;
      readonly step: string;
      readonly pid: number;
      /** A command that stops it. */
      readonly stop: string;
    }
  /** Cleanup begins, or is left out for a reason. */
  | { readonly type: 'cleanup'; readonly time: string; readonly suspended?: string }
  | { readonly type: 'interrupted'; readonly time: string; readonly signal: string }
  | { readonly type: 'notice'; readonly time: string; readonly text: string }
  | {
      readonly type: 'run-end';
      readonly time: string;
      readonly exitCode: number;
      readonly summary: RunSummary;
    };

export type RunEventType = RunEvent['type'];
