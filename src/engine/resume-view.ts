/** A block that is not what it was when the run began. */
export interface BlockChange {
  readonly step: string;
  readonly change: 'changed' | 'new' | 'gone';
}

/** A param whose value is another one from here on. */
export interface ParamChange {
  readonly name: string;
  readonly before: string;
  readonly now: string;
}

/** A block that was changed for the run, when it goes on. */
export interface EditView {
  readonly step: string;
  readonly who: string;
  /** Why the document's block runs in its place; absent when the changed one does. */
  readonly lost?: string;
}

/** How a run goes on after an end that was none. */
export interface ResumeView {
  /** The folder of what is written from now on, in that of the run. */
  readonly part: string;
  /** Ids of the steps that are not run again because they were done before. */
  readonly carried: readonly string[];
  /** Of these, background steps that are started again. */
  readonly restarted: readonly string[];
  /** Steps that were under way when an engine died, and what becomes of them. */
  readonly interrupted: readonly { readonly step: string; readonly action: 'redo' | 'skip' }[];
  readonly changes: readonly BlockChange[];
  /** Who left the run to go on later. */
  readonly left?: {
    readonly who: string;
    /** ISO 8601. */
    readonly time: string;
    /** The step before which it was. */
    readonly step?: string;
    readonly why?: string;
  };
  /** Blocks that a person had changed and that have not passed. */
  readonly edits: readonly EditView[];
  /** Keys of the front matter that have changed, such as `timeout` and `params.port`. */
  readonly settings: readonly string[];
  /** Params that were given another value than before. */
  readonly params: readonly ParamChange[];
}
