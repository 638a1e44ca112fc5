import type { Selection } from '../plan/types.ts';

/** Where a run happens. */
export interface HostView {
  readonly name: string;
  /** Such as `linux 6.1.0`. */
  readonly system: string;
  /** Such as `x64`. */
  readonly arch: string;
  /** Such as `v22.12.0`. */
  readonly node: string;
}

export interface ParamView {
  readonly name: string;
  /** `•••` for a secret. */
  readonly value: string;
  /** Such as `--set`, `params.yaml`, `$OPENAI_API_KEY`, `default`. */
  readonly source: string;
}

/** What it takes to go on with a run later. */
export interface RunSetup {
  /** Where the command was started; absolute. */
  readonly cwd: string;
  /** The document's path; absolute. */
  readonly path: string;
  readonly selection: Selection;
  /** As given; relative to `cwd`. */
  readonly paramsFile?: string;
  /** As given; relative to `cwd`. */
  readonly envFile?: string;
  /** The host that the run acts on, as it was asked for; absent: this one. */
  readonly target?: string;
  /** Set when that host was made for the run and has gone with it. */
  readonly fresh?: true;
  readonly keep: boolean;
  readonly cleanup: boolean;
  readonly keepGoing: boolean;
  readonly requireChecklist?: boolean;
  readonly rollback?: boolean;
  /** Whether a person goes through it step by step. */
  readonly step?: boolean;
  /** By step id, a hash of the block and of the expectations that check it. */
  readonly blocks: Readonly<Record<string, string>>;
}
