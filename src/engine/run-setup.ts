import type { Selection } from '../plan/types.ts';

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
