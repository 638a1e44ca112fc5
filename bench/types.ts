/** What the parts of the benchmark are to each other; the parts themselves are plain JavaScript, run as they are. */

/** A line of what a step prints, or any number of lines. */
export type ExpectedLine = string | { readonly any: true };

/** One step of a document, which every tool writes in its own format. */
export interface BenchStep {
  readonly code: string;
  readonly output: readonly ExpectedLine[];
}

/** A program that carries out documents: ours or a peer. */
export interface Tool {
  readonly name: string;
  readonly language: 'Node' | 'Python' | 'Rust' | 'Go';
  /** What it does with a step, in words for the page. */
  readonly checks: string;
  /** Whether what a step printed is held against the document; a probe proves it. */
  readonly checksOutput: boolean;
  /** Whether a step is judged before the next one begins. */
  readonly checksStepByStep: boolean;
  /** File name ending that it takes documents by. */
  readonly ending: string;
  /** Absent for our own, which is built. */
  readonly install?: { readonly by: string; readonly package: string };
  /** The document; throws an `Error` with the reason where its format cannot say this. */
  readonly write: (steps: readonly BenchStep[]) => string;
  /** Arguments that carry out these documents, without any prompt. */
  readonly run: (files: readonly string[]) => readonly string[];
  /** Arguments for a whole folder of documents on two cores; absent: it takes one document. */
  readonly runFolder?: (folder: string, files: readonly string[]) => readonly string[];
}

/** A tool of this machine. */
export interface FoundTool extends Tool {
  /** The program and what stands before all arguments. */
  readonly words: readonly string[];
  readonly version: string;
}

/** A tool that is not here, and why. */
export interface MissingTool extends Tool {
  readonly reason: string;
}

/** How a package of one registry gets into a folder of ours. */
export interface Installer {
  readonly name: string;
  /** The commands, one after the other; throws nothing. */
  readonly commands: (folder: string, packageName: string) => readonly (readonly string[])[];
  readonly env?: (folder: string) => Readonly<Record<string, string>>;
  /** Where the program is afterwards. */
  readonly program: (folder: string, name: string) => string;
  /** What was installed. */
  readonly version: (folder: string, packageName: string) => string | undefined;
}

/** One run of a candidate. */
export interface Sample {
  readonly ms: number;
  /** Peak of the largest of its processes in MB, looked for in the first run alone. */
  readonly memory?: number;
  /** More figures of the run, by name. */
  readonly more?: Readonly<Record<string, number>>;
}

/** What is measured in turn with the others of a measurement. */
export interface Candidate {
  readonly name: string;
  /** Throws when the run did not do what it should. The first run is looked at and not timed. */
  readonly run: (isFirst: boolean) => Promise<Sample>;
  /** A run that takes too long is not repeated. Ours always are. */
  readonly isPeer?: boolean;
  /** It is not tried where this smaller one took too long. */
  readonly after?: string;
  /** What keeps it from being run at all. */
  readonly obstacle?: string;
  /** It is run once, for its memory. */
  readonly isOnce?: boolean;
}

/** What became of a candidate. */
export interface Result {
  readonly name: string;
  /** One for each round, in the order of the rounds; empty when it was not repeated. */
  readonly samples: readonly Sample[];
  /** The first run. */
  readonly first?: Sample;
  /** Why there are no samples. */
  readonly trouble?: string;
}

/** A target, and whether it was kept in this run. */
export interface Limit {
  readonly what: string;
  readonly figure: string;
  readonly target: string;
  /** `undefined` where it could not be measured. */
  readonly isKept: boolean | undefined;
}

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a measurement has to say on the page. */
export interface Section {
  readonly tables: readonly Table[];
  readonly limits: readonly Limit[];
}

/** What every measurement is given. */
export interface BenchContext {
  /** A folder of its own, which is removed. */
  readonly folder: string;
  readonly isQuick: boolean;
  /** Our program, and the peers that are here. */
  readonly ours: FoundTool;
  readonly peers: readonly FoundTool[];
}

/** One file of `measurements/`. */
export interface Measurement {
  readonly name: string;
  /** In words, for `--help`. */
  readonly summary: string;
  /** Timed runs of each candidate. */
  readonly rounds: number;
  /** It is measured when it is asked for by name, and is no part of the page. */
  readonly isExtra?: boolean;
  readonly prepare: (context: BenchContext) => readonly Candidate[] | Promise<readonly Candidate[]>;
  readonly report: (results: ReadonlyMap<string, Result>, context: BenchContext) => Section;
}
