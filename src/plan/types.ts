import type { ParamView } from '../engine/run-setup.ts';
import type { ParamSpec, Runbook, Step } from '../model/types.ts';
import type { HostView } from './host.ts';

/** What the user chose on the command line, as far as it decides what runs. */
export interface Selection {
  /** Name of a scenario; absent: the first of the document, if it has any. */
  readonly scenario?: string;
  readonly from?: string;
  readonly until?: string;
  /** Ids, `@role` or `#heading-slug`. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

export interface PlanOptions {
  readonly selection: Selection;
  /** `--set`, in order. */
  readonly set: ReadonlyMap<string, string>;
  /** Values of an earlier run, with where they came from; they win over every other source. */
  readonly stored?: ReadonlyMap<string, StoredParam>;
  /** Path of `--params`. */
  readonly paramsFile?: string;
  /** Path of `--env-file`. */
  readonly envFile?: string;
  /** `--workdir`. */
  readonly workdir?: string;
  /** Values that a person was asked for, for want of any other. */
  readonly asked?: ReadonlyMap<string, string>;
  /** Required params without a value are no error, but listed in `Plan.missing`. */
  readonly leaveMissing?: boolean;
  /** The host that the run acts on; absent: this one. */
  readonly host?: HostView;
  /** The caller's environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the command was started. */
  readonly cwd: string;
}

/** A param of an earlier run. */
export interface StoredParam {
  readonly value: string;
  readonly source: string;
}

export interface ResolvedParam {
  readonly name: string;
  readonly value: string;
  readonly source: string;
  readonly secret: boolean;
  /** Name of the environment variable that the steps see. */
  readonly env: string;
}

export interface PlannedStep {
  readonly step: Step;
  /** Argument vector that runs the block's file; `null` for the session's own bash, requests and file blocks. */
  readonly interpreter: Interpreter | null;
  /** Set when the block is not the document's: it was changed for this run. */
  readonly edited?: true;
}

/** How a block in another language is run, found on this host. */
export interface Interpreter {
  /** `python3`, `node` …; `custom` for a command that the document gives. */
  readonly name: string;
  /** Absolute path of the program. */
  readonly program: string;
  /** Its arguments; `{file}` stands for the file's path. */
  readonly args: readonly string[];
  /** Extension that the block's file must have, with the dot. */
  readonly extension: string;
}

/** What was asked for, as far as it takes to plan the same run again. */
export interface PlanRequest {
  readonly selection: Selection;
  /** As given; relative to `cwd`. */
  readonly paramsFile?: string;
  /** As given; relative to `cwd`. */
  readonly envFile?: string;
  readonly cwd: string;
  /** The host that it acts on, as it was asked for; absent: this one. */
  readonly target?: string;
  /** Set when that host was made for the run and goes with it. */
  readonly fresh?: true;
}

export interface Plan {
  readonly runbook: Runbook;
  /** The way through the document; absent in one without scenarios. */
  readonly scenario?: string;
  readonly request: PlanRequest;
  /** Absolute. */
  readonly workdir: string;
  readonly params: readonly ResolvedParam[];
  readonly paramViews: readonly ParamView[];
  /** Required params without a value; the plan cannot run like this. */
  readonly missing: readonly ParamSpec[];
  /** `require` steps first, then the others in document order, without `cleanup`. */
  readonly steps: readonly PlannedStep[];
  /** Looks for causes, in document order: each runs after a failure that points at its section. */
  readonly diagnose: readonly PlannedStep[];
  /** Undoes the others, the last of the document first. */
  readonly rollback: readonly PlannedStep[];
  /** In the order they would run: the last of the document first. */
  readonly cleanup: readonly PlannedStep[];
  /** Whether selection flags leave anything out (then cleanup is suspended unless forced). */
  readonly selected: boolean;
  /** The environment of every step: caller's, defaults, `--env-file`, front matter, params. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path of the bash that runs shell blocks. */
  readonly shell: string;
}
