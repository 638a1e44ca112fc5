import type { ExitStatus, Mismatch, Scope, Subject } from '../expect/types.ts';
import type { Expectation, Step } from '../model/types.ts';
import type { HostView } from '../plan/host.ts';
import type { Target } from '../session/targets/types.ts';
import type { RunEvent } from './events.ts';
import type { InterruptSignal } from './interrupt-signal.ts';
import type { Operator } from './operator.ts';
import type { Resumption } from './resumption.ts';

/** How a run behaves, apart from what it runs. */
export interface RunOptions {
  readonly version: string;
  /** Folder that holds `runs/<id>/`; absolute. */
  readonly stateDir: string;
  /** The host that it acts on, and what planning knew of it; absent: this one. */
  readonly target?: Target;
  readonly host?: HostView;
  /** Leave background steps running at the end, and suspend cleanup. */
  readonly keep: boolean;
  /** Run cleanup even where selection or `keep` suspend it. */
  readonly cleanup: boolean;
  /** Treat every step as `keep-going`. */
  readonly keepGoing: boolean;
  /** Whether an item of the checklist that does not hold fails the run. */
  readonly requireChecklist?: boolean;
  /** Undo what was done when something fails. */
  readonly rollback?: boolean;
  /** Limit of the whole run in milliseconds. */
  readonly timeoutMs?: number;
  /** What other commands need on their command line to find the run, with a blank before it. */
  readonly locator?: string;
  /** The command line that has begun the run, to be typed again with another option behind it. */
  readonly typed?: string;
  /** Set when an earlier run goes on. */
  readonly resumption?: Resumption;
  /** Whether anybody wants `step-output` events. */
  readonly live: boolean;
  readonly emit: (event: RunEvent) => void;
  /**
   * Asked before each step: what it answers with is waited for, unless the run is stopped. So somebody
   * who reads the events slower than they come holds up the run, and they do not pile up.
   */
  readonly pace?: () => Promise<void> | undefined;
  /** Has a say in what fails a step; a run without one takes the document as it is. */
  readonly policy?: Policy;
  /** Who is asked; a run without a person never asks. */
  readonly operator?: Operator;
}

/** An expectation that does not hold in the last attempt that its step can have. */
export interface FailedSettlement {
  readonly step: Step;
  readonly expectation: Expectation;
  readonly mismatch: Mismatch;
  /** Its streams can be read until the call ends. */
  readonly subject: Subject;
  /** What the expectation was held against, see `CompiledExpectation.evaluate`. */
  readonly scope: Scope;
}

/** How a run deals with what differs from the document: `update` goes on with what was found. */
export interface Policy {
  /** Whether stdout and stderr are kept apart although no expectation of the step asks for it. */
  splits(step: Step): boolean;
  /** Whether the run goes on although `exit=` says otherwise. */
  acceptsExit(step: Step, exit: ExitStatus): boolean;
  /** The captures with which the run goes on as if the expectation held; `null` when it fails. */
  settle(failed: FailedSettlement): Promise<ReadonlyMap<string, string> | null>;
  /** Told of each step that has passed, `scope` being that of its expectations and its captures. */
  observe(step: Step, subject: Subject, scope: Scope): Promise<void>;
}

export interface RunResult {
  readonly exitCode: number;
  readonly run: string;
  readonly runFolder: string;
}

/** A run under way. */
export interface Run {
  /** Rejects with an `EngineError`, or, before anything has run, with a `UsageError`. */
  readonly result: Promise<RunResult>;
  /** First call: the step under way is stopped, cleanup runs. Second call: everything is killed at once. */
  interrupt(signal: InterruptSignal): void;
}
