import type { Proof } from '../check/coverage.ts';
import type { DialectReader, Note } from '../dialects/types.ts';
import type { RunSummary, StepView } from '../engine/events.ts';
import type { InterruptSignal } from '../engine/interrupt-signal.ts';
import type { Operator } from '../engine/operator.ts';
import type { FlagAnswers } from '../plan/questions.ts';

/** How the documents of a suite are run. */
export interface SuiteOptions {
  readonly version: string;
  /** Folder for the records of the runs; absolute. */
  readonly stateDir: string;
  /** What other commands need on their command line to find them, with a blank before it. */
  readonly locator: string;
  /** The caller's environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the command was started; absolute. */
  readonly cwd: string;
  /** Path of `--env-file`. */
  readonly envFile?: string;
  /** Values for the params of these names, in each document that has them. */
  readonly set: ReadonlyMap<string, string>;
  /** How many documents are run at once. */
  readonly jobs: number;
  /** Whether a document goes on after a failed step. */
  readonly keepGoing: boolean;
  /** Limit for each run of a document in milliseconds. */
  readonly timeoutMs?: number;
  /** So many documents that fail, and no other is begun. */
  readonly bail?: number;
  /** How often a document that failed is tried again, to tell whether it is flaky. */
  readonly retries: number;
  readonly operator: Operator;
  /** What reads the documents, where they are not ours. */
  readonly dialect?: DialectReader;
  /** What flags say in place of a person. */
  readonly answers: FlagAnswers;
}

/** One run of a document. */
export interface Attempt {
  readonly run: string;
  readonly runFolder: string;
  readonly exitCode: number;
  readonly summary: RunSummary;
  /** How the first step that failed ended, where that is why. */
  readonly failedExit?: FailedExit;
  /** Ids of the steps that failed, those that look for causes left out. */
  readonly failed: readonly string[];
}

/** A step that ended with another exit code than it had to. */
export interface FailedExit {
  readonly step: string;
  readonly code: number;
}

/** What became of a document. */
export type DocumentOutcome =
  | {
      readonly status: 'passed';
      /** Set when a step counts as done by somebody's word alone. */
      readonly overridden?: true;
      /** The step that had to fail, and did. */
      readonly expectedFailure?: string;
    }
  | {
      readonly status: 'failed';
      /** In words, where the failed steps do not say it. */
      readonly why?: string;
      /** The step that had to fail and passed. */
      readonly missedFailure?: string;
    }
  /** It failed, and passed when it was run again with nothing changed. */
  | { readonly status: 'flaky' }
  /** It cannot be run: a `DocumentError` or a `UsageError`. */
  | { readonly status: 'refused'; readonly error: Error }
  /** The engine failed. */
  | { readonly status: 'broken'; readonly error: unknown }
  | { readonly status: 'cancelled' }
  /** Conditions left out every step. */
  | { readonly status: 'nothing' }
  /** Its front matter says so. */
  | { readonly status: 'skipped'; readonly reason: string }
  /** There is no step in it. */
  | { readonly status: 'untagged' }
  /** It did not have its turn. */
  | { readonly status: 'not-run' };

export interface DocumentResult {
  /** As it was found, relative to where the command was started. */
  readonly file: string;
  /** Absent for a document that is no text. */
  readonly title?: string;
  readonly outcome: DocumentOutcome;
  /** Of a document that its front matter leaves out, for reports. */
  readonly steps?: readonly StepView[];
  /** What of a document of another tool could not be taken over. */
  readonly dropped?: readonly Note[];
  /** What became of its fences. */
  readonly proof: Proof;
  /** What else is to be known, in words. */
  readonly notes: readonly string[];
  /** In order; the last one decides. */
  readonly attempts: readonly Attempt[];
  readonly durationMs: number;
}

export interface SuiteResult {
  /** In the order of the documents. */
  readonly documents: readonly DocumentResult[];
  readonly durationMs: number;
  /** The signal that ended it early. */
  readonly signal?: InterruptSignal;
}

/** A suite under way. */
export interface Suite {
  readonly result: Promise<SuiteResult>;
  /** Stops the documents that are run, as a run is stopped, and begins no other. */
  interrupt(signal: InterruptSignal): void;
}
