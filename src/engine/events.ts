import type { Role } from '../model/types.ts';
import type { Moment } from '../session/process-table.ts';
import type { ChecklistResult } from './checklist-result.ts';
import type { ResumeView } from './resume-view.ts';
import type { HostView, ParamView, RunSetup } from './run-setup.ts';
import type { FailureReason, HiddenOutput, StepVerdict } from './verdict.ts';

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
  /** Set when what it prints, captures or writes is not shown. */
  readonly secret?: true;
  /** For a file block, the path as written. */
  readonly file?: string;
  /** First line of the block's code that is no comment; absent for a file block. */
  readonly command?: string;
  /** The fences that its output is held against; absent when there are none. */
  readonly expects?: readonly ExpectationView[];
}

/** A fence that a step is held against. */
export interface ExpectationView {
  /** Document line of the opening fence. */
  readonly line: number;
  /** Such as `output (5 lines)`. */
  readonly summary: string;
}

export interface RunSummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
  readonly durationMs: number;
}

/** What a person can decide that is more than to let a step run; each is on record. */
export type OperatorAction =
  /** The step is left out. */
  | 'skip'
  /** The step failed, and the run goes on as if it had passed. */
  | 'ignore'
  /** The step was done by hand. */
  | 'done'
  /** Other code runs in the place of the step's. */
  | 'edit'
  /** The step's `confirm` question was answered with yes. */
  | 'confirm'
  /** It was answered with no: the step does not run, and the run ends. */
  | 'decline'
  /** The run ends here, and can go on later. */
  | 'quit';

/** Where a state of the shell is kept: so many bytes of a file of the run's folder. */
export interface StateReference {
  /** Relative to the run's folder. */
  readonly file: string;
  readonly at: number;
  readonly bytes: number;
}

/** The version of what is written of events. It changes with everything that a reader could stumble over. */
export const EVENT_SCHEMA = 1;

/** Everything that happens in a run, in order. All text is masked already. Times are ISO 8601, UTC. */
export type RunEvent =
  | {
      readonly type: 'run-start';
      readonly time: string;
      readonly run: string;
      /** See {@link EVENT_SCHEMA}; absent in records of older versions. */
      readonly schema?: number;
      readonly version: string;
      /** As the user gave it. */
      readonly document: string;
      /** SHA-256 of the document's text, hexadecimal. */
      readonly documentHash: string;
      readonly title: string;
      /** Absent in a document without scenarios. */
      readonly scenario?: string;
      readonly workdir: string;
      readonly runFolder: string;
      readonly params: readonly ParamView[];
      readonly steps: readonly StepView[];
      /** Steps that the selection leaves out, in document order; absent when there are none. */
      readonly unselected?: readonly StepView[];
      /**
       * The document's lines as it is run, secrets masked, the bodies of secret files left out; absent
       * where masking would move its lines, and in records of older versions.
       */
      readonly text?: string;
      /** Absent in records of older versions. */
      readonly host?: HostView;
      readonly setup: RunSetup;
      /** Set when the run goes on; what follows is told anew, carried steps as well. */
      readonly resumed?: ResumeView;
    }
  | {
      readonly type: 'step-start';
      readonly time: string;
      readonly step: string;
      /** Processes that were started later are this step's. */
      readonly since?: Moment;
    }
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
      /** What a secret step printed: nothing of it is shown, and there is no log. */
      readonly hidden?: HiddenOutput;
      /** What a background step waited for; it is up. */
      readonly ready?: readonly string[];
      /** The state of the shell after a step that was not skipped, where it is not that of the start. */
      readonly state?: StateReference;
      /** The step ended so before the run was resumed, and was not run again. */
      readonly earlier?: true;
    }
  | {
      readonly type: 'background-stopped';
      readonly time: string;
      readonly step: string;
      readonly why: 'stops' | 'end' | 'resume' | 'stop';
      /** Whether it had to be killed after its `stop` signal. */
      readonly killed: boolean;
      /** There was nothing left of it. */
      readonly gone?: true;
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
      /** The leader of its session. */
      readonly pid: number;
      /** When that process started, in clock ticks since boot; 0 where the system does not tell. */
      readonly started: number;
      /** The signal that stops it, without `SIG`, and the time it then has. */
      readonly signal: string;
      readonly stopTimeoutMs: number;
      /** A command that stops it. */
      readonly stop: string;
    }
  /** What was left of a run is ended; cleanup steps may follow. */
  | {
      readonly type: 'stop-start';
      readonly time: string;
      readonly run: string;
      readonly title: string;
      readonly document: string;
      readonly workdir: string;
      readonly steps: readonly StepView[];
    }
  /** A step has failed that points at a section: its words, and the steps that look for causes. */
  | {
      readonly type: 'diagnosis';
      readonly time: string;
      readonly step: string;
      /** The heading's text. */
      readonly section: string;
      /** Document line of the heading. */
      readonly line: number;
      /** The section's Markdown without the fences that run or are held against what ran. */
      readonly text: string;
      readonly steps: readonly string[];
    }
  /** They have run. */
  | {
      readonly type: 'diagnosed';
      readonly time: string;
      readonly step: string;
      /** Those of them that failed: the likely causes. */
      readonly causes: readonly string[];
    }
  /** What was done is undone by these steps, or is not, for a reason. */
  | {
      readonly type: 'rollback';
      readonly time: string;
      readonly steps: readonly string[];
      readonly refused?: string;
    }
  /** Cleanup begins, or is left out for a reason. */
  | {
      readonly type: 'cleanup';
      readonly time: string;
      readonly suspended?: string;
      /** A command that runs it later. */
      readonly later?: string;
    }
  /** What a person at the run decided. */
  | {
      readonly type: 'operator';
      readonly time: string;
      readonly who: string;
      readonly action: OperatorAction;
      /** The step that it is about, or before which it was decided. */
      readonly step?: string;
      /** In that person's words. */
      readonly why?: string;
      /** Unified diff from the document's block to the one that it was changed to. */
      readonly diff?: string;
      /** Set when a block that was changed is the document's again. */
      readonly restored?: true;
      /** The flag that said it, such as `--yes`. */
      readonly flag?: string;
    }
  | {
      readonly type: 'interrupted';
      readonly time: string;
      readonly signal: string;
      /** Set when it ends no more than this, and not the run. */
      readonly only?: 'step' | 'diagnosis';
    }
  /** The document's checklist as the run leaves it. */
  | {
      readonly type: 'checklist';
      readonly time: string;
      readonly items: readonly ChecklistResult[];
      /** Whether each item has to hold. */
      readonly required: boolean;
    }
  | { readonly type: 'notice'; readonly time: string; readonly text: string }
  | {
      readonly type: 'run-end';
      readonly time: string;
      readonly exitCode: number;
      readonly summary: RunSummary;
      /** Why nothing of the document ran, where that is as it should be: a suite leaves it out. */
      readonly skipped?: string;
      /** A command that goes on where it ended; absent when there is nothing to go on with. */
      readonly resume?: string;
      /** The command that does the same, and undoes what was done should it fail again. */
      readonly undo?: string;
    };

export type RunEventType = RunEvent['type'];

/** The event of one type, such as `RunEventOf<'step-end'>`. */
export type RunEventOf<Type extends RunEventType> = Extract<RunEvent, { readonly type: Type }>;

/** Every type of event, to be listed; a new one does not compile until it stands here. */
const TYPES: { readonly [Type in RunEventType]: true } = {
  'run-start': true,
  'step-start': true,
  'attempt-start': true,
  'attempt-failed': true,
  'attempt-passed': true,
  'step-output': true,
  'step-waiting': true,
  'step-end': true,
  'background-stopped': true,
  'background-died': true,
  'background-kept': true,
  'stop-start': true,
  diagnosis: true,
  diagnosed: true,
  rollback: true,
  cleanup: true,
  operator: true,
  interrupted: true,
  checklist: true,
  notice: true,
  'run-end': true,
};

/** Every type of event. */
export const RUN_EVENT_TYPES: readonly RunEventType[] = Object.keys(TYPES) as RunEventType[];
