import type { Problem } from '../document/problem.ts';
import type { Fence } from '../document/types.ts';
import type { Origin } from './attributes.ts';
import type { HoleType } from './text/hole-types.ts';

/** How a process ended. */
export type ExitStatus =
  | { readonly code: number; readonly signal?: undefined }
  | { readonly signal: string; readonly code?: undefined };

export type Stream = 'stdout' | 'stderr' | 'output';

/** What an expectation compared: a stream, a file by its path, or the body of a response. */
export type ComparedSource = Stream | `file:${string}` | 'the body';

/** A finished stream of a step. It may be larger than memory, so it is read in pieces. */
export interface OutputView {
  /** In bytes. */
  readonly size: number;
  /** The bytes in order, in chunks of any size. Can be called again. */
  chunks(): Iterable<Uint8Array>;
}

/** The head of an HTTP response. All text is masked. */
export interface ResponseHead {
  /** Such as `1.1`. */
  readonly version: string;
  readonly status: number;
  /** The words behind the status; servers may send none. */
  readonly reason: string;
  /** Names and values as they came, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** What a step's attempt left behind, for its expectations to look at. */
export interface Subject {
  readonly exit: ExitStatus;
  readonly durationMs: number;
  readonly stdout: OutputView;
  readonly stderr: OutputView;
  /** Both streams in the order they were written. */
  readonly output: OutputView;
  /** Set for an `http` step, of which `stdout` and `output` are the response's body. */
  readonly response?: ResponseHead;
  readonly surroundings: Surroundings;
}

/** What a step's expectations may ask of the host beyond what the step printed. */
export interface Surroundings {
  /**
   * A file as it is now, masked as output is.
   *
   * @param path relative to the shell's current directory
   */
  readFile(path: string): Promise<FileContent>;
  /** Why nothing accepts connections on a port of the loopback interface; `undefined` if it does. */
  connect(port: number): Promise<string | undefined>;
  /** What is answered at an absolute http or https URL; redirects are not followed. */
  request(method: string, url: string): Promise<Answer>;
  /**
   * The value of a secret, which the scope has masked; `undefined` for any other name. It is for
   * asking with, and goes into no text.
   */
  secret(name: string): string | undefined;
}

export type FileContent =
  | {
      readonly ok: true;
      readonly view: OutputView;
      /** Permission bits such as `0o644`. */
      readonly mode: number;
    }
  | {
      readonly ok: false;
      /** Completes a sentence about the file: `does not exist`. */
      readonly message: string;
      /** Whether nothing of that name is there. */
      readonly absent: boolean;
      /** Permission bits of what is there and is no file that can be read. */
      readonly mode?: number;
    };

export type Answer =
  | { readonly ok: true; readonly status: number; readonly reason: string }
  /** `message` says why there is none: `connection refused`. */
  | { readonly ok: false; readonly message: string };

/** Values of params and captures that `${name}` and back-references stand for. */
export type Scope = ReadonlyMap<string, string>;

/** An expectation fence with its attributes, before it is understood. */
export interface ExpectationSource {
  readonly file: string;
  readonly fence: Fence;
  /** `output`, `stdout`, `stderr`, `assert`, or `expect` for `json expect` and its like. */
  readonly kind: 'output' | 'stdout' | 'stderr' | 'assert' | 'expect';
  /** First word of the info string. */
  readonly lang: string;
  /** The attributes that were not used up by attaching (`for`). `true` for one without a value. */
  readonly attributes: ReadonlyMap<string, string | true>;
  /** What is compared unless `from=` says so. */
  readonly origin?: Origin;
  /** The document's own types of holes, by name. */
  readonly types: ReadonlyMap<string, HoleType>;
}

/** A capture that an expectation defines: `<<name:type>>`. */
export interface CaptureSpec {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong with a text that a person gives as its value, completing "it …", if anything is. */
  readonly refuse: (text: string) => string | undefined;
}

/** A reference `${name}` inside an expectation. */
export interface ReferenceSpec {
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

/** Something that only some kinds of steps have: an exit code, a duration, or a response over HTTP. */
export interface StepNeed {
  readonly kind: 'exit' | 'duration' | 'response';
  /** Place of what asks for it. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** An expectation that has been understood and can be asked for its verdict any number of times. */
export interface CompiledExpectation {
  /** Streams that it reads; decides how the step's streams are wired. Empty for exit or duration. */
  readonly streams: readonly Stream[];
  /** One line for people: `output (5 lines)`, `json expect`, `assert (3 conditions)`. */
  readonly summary: string;
  readonly captures: readonly CaptureSpec[];
  readonly references: readonly ReferenceSpec[];
  /** What its step must have, where not every kind of step has it. */
  readonly needs?: readonly StepNeed[];
  /**
   * The verdict. `scope` has every param and earlier capture, and the captures of the same step's
   * expectations that were evaluated before this one. Never rejects for what a step printed.
   */
  evaluate(subject: Subject, scope: Scope): Promise<ExpectationResult>;
}

export type CompileResult =
  | {
      readonly ok: true;
      readonly expectation: CompiledExpectation;
      readonly findings: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** One kind of expectation: one file, one line in the registry. */
export interface ExpectationKind {
  readonly name: string;
  /** Whether this kind understands such a fence. */
  accepts(source: ExpectationSource): boolean;
  compile(source: ExpectationSource): CompileResult;
}

export type ExpectationResult =
  | { readonly ok: true; readonly captures: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly mismatch: Mismatch };

export type Mismatch = LinesMismatch | JsonMismatch | AssertMismatch | HttpMismatch;

/** A line of the comparison of a document's lines with a step's. */
export interface DiffRow {
  /** `same`: matched; `expected`: in the document only; `got`: printed only; `fold`: left out. */
  readonly kind: 'same' | 'expected' | 'got' | 'fold';
  /** Document line, for `same` and `expected`. */
  readonly documentLine?: number;
  /** Line of the output from 1, for `same` and `got`. */
  readonly outputLine?: number;
  /** The line's text; for an `expected` one with captured and given values filled in. */
  readonly text: string;
  /** Lines that a `fold`, or a `same` row of `...` or a quantifier, stands for. */
  readonly count?: number;
  /** For a `fold`: how many of its lines differ, if any do. */
  readonly differences?: number;
  /** For a `fold`: its lines were not compared any more, after too many differences. */
  readonly unseen?: true;
  /** Characters of a long line that are left out before `text`, and after it. */
  readonly before?: number;
  readonly after?: number;
}

export interface LinesMismatch {
  readonly kind: 'lines';
  readonly stream: ComparedSource;
  readonly rows: readonly DiffRow[];
  /** What is wrong beyond the rows, such as a constraint that does not hold or a missing newline. */
  readonly notes: readonly string[];
}

export interface JsonMismatch {
  readonly kind: 'json';
  readonly stream: ComparedSource;
  /** Why there is no value to compare, as a sentence; then `differences` is empty. */
  readonly fault?: string;
  /** The first ones. */
  readonly differences: readonly JsonDifference[];
  /** How many more there are. */
  readonly omitted: number;
  /** What is to be known beyond the differences. */
  readonly notes: readonly string[];
  /** The beginning of what was printed. */
  readonly excerpt: string;
}

export interface JsonDifference {
  /** Such as `$.items[2].name`. */
  readonly path: string;
  /** As JSON, or a phrase such as `absent`. */
  readonly expected: string;
  readonly actual: string;
  /** Document line of what was expected. */
  readonly documentLine: number;
}

export interface HttpMismatch {
  readonly kind: 'http';
  /** The status, if it is another one; then nothing else is compared. */
  readonly status?: HttpDifference;
  /** Headers that differ. */
  readonly headers: readonly HttpDifference[];
  /** The body, if it differs. */
  readonly body?: Mismatch;
  /** The beginning of the body that came. */
  readonly excerpt: string;
}

/** A line of an `http expect` that does not hold. */
export interface HttpDifference {
  readonly documentLine: number;
  /** As written, with known values filled in. */
  readonly expected: string;
  /** Lines that came instead; one in words where none came. */
  readonly actual: readonly string[];
}

export interface AssertMismatch {
  readonly kind: 'assert';
  readonly conditions: readonly FailedCondition[];
}

export interface FailedCondition {
  readonly documentLine: number;
  /** The condition as written. */
  readonly condition: string;
  /** What was found instead, in words. */
  readonly actual: string;
}
