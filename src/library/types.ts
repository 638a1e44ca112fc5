import type { Problem } from '../document/problem.ts';
import type { RunEvent, RunSummary, StepView } from '../engine/events.ts';
import type { InterruptSignal } from '../engine/interrupt-signal.ts';
import type { ParamView } from '../engine/run-setup.ts';
import type { FailureReason } from '../engine/verdict.ts';
import type { ParamType } from '../model/types.ts';
import type { ReportError } from '../report/report-error.ts';
import type { Reporter } from '../report/types.ts';

/**
 * A document: its text, or where it is. A `path` is a path, relative to `cwd`, or a `file:` URL such as
 * `new URL('deployment.md', import.meta.url)`. With both, `text` is what the file would hold: `path`
 * is for messages, links and the record.
 */
export type DocumentSource =
  | string
  | { readonly path: string | URL; readonly text?: string }
  | { readonly text: string; readonly path?: string | URL };

/** What paths are relative to. */
export interface PlaceOptions {
  /** Folder that relative paths start at; `process.cwd()` by default. */
  readonly cwd?: string;
}

/** A document that has been understood, see `parse`. */
export interface Runbook {
  /** Its path as messages have it; `untitled.md` for a text without one. */
  readonly file: string;
  /** Of the front matter, else the first heading of the first level, else the file's name. */
  readonly title: string;
  /** In the order of the document. */
  readonly steps: readonly RunbookStep[];
  readonly params: readonly RunbookParam[];
  /** In the order of the front matter: the first one runs unless another is asked for. */
  readonly scenarios: readonly RunbookScenario[];
  /** What parsing has to remark; all of them are warnings. `check` finds more. */
  readonly warnings: readonly Problem[];
}

/** A block that a run executes. */
export interface RunbookStep extends StepView {
  /** The block's text, to the letter. */
  readonly code: string;
  /** Document line of the closing fence. */
  readonly endLine: number;
  /** What an attempt of it may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** A value that a run of the document is given. */
export interface RunbookParam {
  readonly name: string;
  readonly type: ParamType;
  /** Whether it has to be given. */
  readonly required: boolean;
  /** Whether its value is shown and stored nowhere. */
  readonly secret: boolean;
  /** Name of the environment variable that it is read from and that steps see. */
  readonly env: string;
  /** As text. */
  readonly default?: string;
  /** Allowed values of an `enum`. */
  readonly values?: readonly string[];
  readonly description?: string;
  /** Document line. */
  readonly line: number;
}

/** A way through a document. */
export interface RunbookScenario {
  readonly name: string;
  /** Anchors of its sections. */
  readonly sections: readonly string[];
}

/** How `check` looks at a document. */
export interface CheckOptions extends PlaceOptions {
  /** Also asks other sites whether links to them hold. No by default. */
  readonly external?: boolean;
}

/** All that is known about a document without running it. */
export interface CheckResult {
  /** Its path as messages have it. */
  readonly file: string;
  /** Errors and warnings in the order of the document; none is good. */
  readonly problems: readonly Problem[];
  readonly coverage: DocumentCoverage;
  /** What could not be looked at, one line each. */
  readonly notes: readonly string[];
}

/** What became of a document's fences; the last four add up to the first. */
export interface DocumentCoverage {
  readonly fences: number;
  /** Steps and the expectations that check them. */
  readonly run: number;
  /** Untagged scripts and data whose syntax was found right. */
  readonly parsed: number;
  /** Declared inert by `no-check`. */
  readonly inert: number;
  /** Shown, and proven by nothing. */
  readonly nothing: number;
}

/** What decides what runs, and with which values. */
export interface PlanOptions extends PlaceOptions {
  /** `--scenario`: the way through the document. */
  readonly scenario?: string;
  /** `--from`: id of the first step; `require` steps run nevertheless. */
  readonly from?: string;
  /** `--until`: id of the last step. */
  readonly until?: string;
  /** `--only`: ids, `@role` or `#heading-slug`. All kinds of selection intersect. */
  readonly only?: readonly string[];
  /** `--skip`: the same, left out. */
  readonly skip?: readonly string[];
  /** `--set`: values of params by their names. */
  readonly params?: Readonly<Record<string, string | number | boolean>>;
  /** `--params`: path of a YAML or JSON file with values of params; `params` come first. */
  readonly paramsFile?: string;
  /** `--env-file`: path of a file with lines `NAME=value` for the environment of the steps. */
  readonly envFile?: string;
  /** Added to the environment of this process, for steps and params; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** `--workdir`: where steps begin, made if it is not there; by default the document's, else `cwd`. */
  readonly workdir?: string;
}

/** What a run would do, see `plan`. Every list is in the order in which it would run. */
export interface Plan {
  readonly runbook: Runbook;
  /** The way through the document; absent in one without scenarios. */
  readonly scenario?: string;
  /** Absolute. */
  readonly workdir: string;
  /** Values with where they come from; those of secrets are masked. */
  readonly params: readonly ParamView[];
  /** Required params without a value: `run` refuses the plan. */
  readonly missing: readonly string[];
  /** What a person would be asked: `run` refuses the plan unless its options answer. */
  readonly questions: readonly PlanQuestion[];
  /** `require` steps first, then the others. */
  readonly steps: readonly StepView[];
  /** Steps that look for the causes of failures. */
  readonly diagnose: readonly StepView[];
  /** Steps that undo others, when something fails and `rollback` is set. */
  readonly rollback: readonly StepView[];
  readonly cleanup: readonly StepView[];
  /** Steps that the selection leaves out, in document order. */
  readonly unselected: readonly StepView[];
}

/** Something of a plan that a person has to answer, or to do. */
export interface PlanQuestion {
  /** `confirm`: `yes` answers it. `manual`: `manual` does. `tty`: the step needs a terminal, which only the program has. */
  readonly kind: 'confirm' | 'manual' | 'tty';
  /** Id of the step. */
  readonly step: string;
  /** In words. */
  readonly text: string;
}

/** Kinds of reports that come with the package. */
export type ReportKind = 'jsonl' | 'junit' | 'tap' | 'markdown' | 'html' | 'github';

/** A report into a file, such as `junit=report.xml`; the path is relative to `cwd`. */
export type ReportTarget = `${ReportKind}=${string}`;

/** How a run behaves, apart from what it runs. */
export interface RunOptions {
  /** Answers `confirm` questions with yes, as `--yes` does. */
  readonly yes?: boolean;
  /** Says that a person has done the `manual` steps, as `--manual=done` does. */
  readonly manual?: 'done';
  /** `--keep`: background steps stay up at the end, and cleanup waits. */
  readonly keep?: boolean;
  /** `--cleanup`: cleanup runs where `keep` or a selection suspend it. */
  readonly cleanup?: boolean;
  /** `--keep-going`: the run goes on after a step that failed. */
  readonly keepGoing?: boolean;
  /** `--rollback`: what was done is undone when something fails. */
  readonly rollback?: boolean;
  /** `--require-checklist`: an item of the checklist that does not hold fails the run. */
  readonly requireChecklist?: boolean;
  /** Limit of the steps together, in milliseconds; cleanup has its own. None by default. */
  readonly timeoutMs?: number;
  /**
   * `--state-dir`: folder of the record, `runs/ID/` in it; by default that of the program, so that
   * `runbook history`, `resume` and `report` find the run.
   */
  readonly stateDir?: string;
  /** Aborted, it ends the run as `interrupt()` does. */
  readonly signal?: AbortSignal;
  /**
   * Whether SIGINT, SIGTERM and SIGHUP to this process interrupt the run. No by default: they are the
   * business of whoever owns the process.
   */
  readonly handleSignals?: boolean;
  /** Whether there are `step-output` events, which have the last lines of the step under way. */
  readonly live?: boolean;
  /** Told of every event, beside whoever reads the run. */
  readonly reporters?: readonly (Reporter | ReportTarget)[];
}

/** What became of a run. */
export interface RunResult {
  /** As the program's: 0 when every selected step has passed. */
  readonly exitCode: number;
  /** Its id, for `runbook report` and the like. */
  readonly run: string;
  /** The folder of its record: journal, logs, the document as it was run. Absolute. */
  readonly runFolder: string;
  readonly summary: RunSummary;
  /** Steps that failed, in order; those of cleanup as well. */
  readonly failures: readonly StepFailure[];
  /** Reporters that failed; they make 5 of an exit code of 0, 3 or 4. */
  readonly reportErrors: readonly ReportError[];
}

/** A step that failed. */
export interface StepFailure {
  readonly step: StepView;
  /** What was not so. */
  readonly reason: FailureReason;
  /** The text that `runbook run` shows of it, of several lines. */
  readonly message: string;
  /** Path of its log, when anything was printed. */
  readonly log?: string;
}

/** A run under way. Iterating over it gives its events in order, see `run`. */
export interface Run extends AsyncIterable<RunEvent> {
  /**
   * Settles when the run is over, and nothing of it is left but what `keep` keeps. A run that fails
   * resolves, with another exit code than 0. Rejects with a `DocumentError` or a `UsageError` when
   * nothing was run, and with an `EngineError` when the engine itself failed.
   *
   * Nobody has to wait for it: a rejection that nobody hears is no unhandled one.
   */
  readonly result: Promise<RunResult>;
  /**
   * Ends the run: the step under way is stopped with all of its processes, and cleanup runs. A second
   * call leaves no time for anything: all is killed at once. `SIGTERM` by default, exit code 143.
   */
  interrupt(signal?: InterruptSignal): void;
}
