/** A document that is about to be run, and the folders that it has for itself. */
export interface DocumentPlace {
  /** As the glob found it. */
  readonly document: string;
  /** Where it runs; empty. */
  readonly workdir: string;
  /** Its `HOME`; empty. */
  readonly home: string;
}

/** How {@link describeRunbooks} runs documents. */
export interface DescribeOptions {
  /** Folder that the globs are relative to; the one that vitest was started in by default. */
  readonly cwd?: string;
  /** Added to the environment of the steps; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Values of params, in each document that has one of that name. */
  readonly set?: Readonly<Record<string, string>>;
  /** Whether a document goes on after a step that failed. No by default. */
  readonly keepGoing?: boolean;
  /** Limit for each document in milliseconds; its steps have their own. None by default. */
  readonly timeout?: number;
  /** Answers `confirm` questions with yes, as `--yes` does. */
  readonly yes?: boolean;
  /** Says that a person has done the `manual` steps, as `--manual=done` does. */
  readonly manual?: 'done';
  /** Runs the documents of this call at the same time, as `describe.concurrent` does. */
  readonly concurrent?: boolean;
  /**
   * The least share of a document's fences, in percent, that has to be run, checked for its syntax or
   * declared inert. Each document then has one test more, that fails at the first fence of which nothing
   * is known.
   */
  readonly coverage?: number;
  /** Called before a document is run, to put files into its working directory. */
  readonly prepare?: (place: DocumentPlace) => void | Promise<void>;
}
