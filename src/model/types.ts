import type { Fence, Heading, MarkdownDocument } from '../document/types.ts';
import type { HoleType } from '../expect/text/hole-types.ts';
import type { CompiledExpectation, ExpectationSource } from '../expect/types.ts';
import type { RawConfig } from './raw-config.ts';

/** Roles that a fence can have; the ones of `engine` order are executed by this version. */
export type Role =
  | 'require'
  | 'install'
  | 'configure'
  | 'run'
  | 'test'
  | 'health'
  | 'manual'
  | 'diagnose'
  | 'rollback'
  | 'cleanup';

export type ParamType =
  | 'string'
  | 'int'
  | 'number'
  | 'bool'
  | 'enum'
  | 'path'
  | 'port'
  | 'url'
  | 'duration';

export interface ParamSpec {
  readonly name: string;
  readonly type: ParamType;
  /** Allowed values of an `enum`. */
  readonly values?: readonly string[];
  /** As text; `free` on a `port` means that a free port is chosen. */
  readonly default?: string;
  readonly description?: string;
  readonly secret: boolean;
  /** The environment variable that it is read from and exported as. */
  readonly env: string;
  readonly required: boolean;
  readonly line: number;
}

export interface RunbookConfig {
  /** Default timeout of a step in milliseconds. */
  readonly timeoutMs: number;
  /** Interpreter of `sh`, `bash` and `shell` blocks: a bash, 4.4 or newer. */
  readonly shell: string;
  /** As written; relative to where the command is started. */
  readonly workdir?: string;
  readonly env: Readonly<Record<string, string>>;
  /** Regular expressions that secrets match which are no params; each is held against single lines. */
  readonly mask: readonly string[];
  /** What one attempt of a step may print, in bytes. */
  readonly maxOutputBytes: number;
  readonly params: readonly ParamSpec[];
  /** The document's own types of holes, by name. */
  readonly types: ReadonlyMap<string, HoleType>;
  /** Absolute paths below which file blocks may write as well. */
  readonly allowPaths: readonly string[];
  /** In the order of the front matter: the first one runs unless another is asked for. */
  readonly scenarios: readonly Scenario[];
  readonly test: TestConfig;
  /** All of it as the front matter has it, to be compared with another one. */
  readonly written: RawConfig;
}

/** A way through the document. */
export interface Scenario {
  readonly name: string;
  /** Anchors of its sections. */
  readonly sections: readonly string[];
}

export interface TestConfig {
  readonly skip?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Id of the step at which the document is meant to fail. */
  readonly expectFail?: string;
}

/** `exit=` as it is matched against what a step ended with. */
export type ExitRule =
  | { readonly kind: 'codes'; readonly codes: readonly number[] }
  | { readonly kind: 'nonzero' }
  | { readonly kind: 'any' }
  | { readonly kind: 'signal'; readonly signal: string };

export type Ready =
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'port'; readonly port: string }
  | { readonly kind: 'log'; readonly pattern: string }
  | { readonly kind: 'file'; readonly path: string };

export interface FileBlock {
  /** As written, with `${name}` unresolved. */
  readonly path: string;
  /** Permission bits such as `0o644`; absent: kept, or 0644 for a new file. */
  readonly mode?: number;
  /** `USER` or `USER:GROUP`; absent: kept, or the user who runs this. */
  readonly owner?: string;
  readonly expand: boolean;
  readonly append: boolean;
}

/** What an `http` step asks. Everything but the method has `${name}` unresolved. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute, `http` or `https`, unless it begins with a reference. */
  readonly url: string;
  /** In order; a name may stand more than once. */
  readonly headers: readonly HttpHeader[];
  /** Without the newline that ends the block. */
  readonly body?: string;
}

export interface HttpHeader {
  /** As written. */
  readonly name: string;
  readonly value: string;
}

export interface Background {
  readonly ready: readonly Ready[];
  /** The time it has to become ready. */
  readonly withinMs: number;
  /** The longest pause between two looks. */
  readonly everyMs: number;
  /** Signal name without `SIG`. */
  readonly stop: string;
  readonly stopTimeoutMs: number;
}

/** How often a step is tried. */
export type Repeat =
  | {
      readonly kind: 'within';
      readonly withinMs: number;
      readonly everyMs: number;
      /** Attempts that have to pass one after the other. */
      readonly inARow: number;
    }
  /** Tried again because it passed: a failure ends it. */
  | { readonly kind: 'stable'; readonly inARow: number; readonly everyMs: number }
  | { readonly kind: 'retry'; readonly retries: number; readonly backoffMs: number };

export interface Step {
  /** Unique in the document. */
  readonly id: string;
  readonly role: Role;
  /** What people see: `title=`, or the heading's text, or the id. */
  readonly title: string;
  /** First word of the info string, as written. */
  readonly lang: string;
  readonly fence: Fence;
  readonly heading: Heading | null;
  /** The block's text, to the letter. */
  readonly code: string;
  readonly timeoutMs: number;
  readonly exit: ExitRule;
  /** What it may take, in milliseconds: its attempt, or its way to readiness in the background. */
  readonly maxMs?: number;
  /** Variable that the whole of stdout becomes. */
  readonly capture?: string;
  /** Never on a background step, which is started once. */
  readonly repeat?: Repeat;
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Name of the user it runs as; absent: the one of the run. */
  readonly user?: string;
  /** Program and arguments that run the block as a file; `{file}` stands for that. */
  readonly interpreter?: readonly string[];
  readonly if?: string;
  readonly unless?: string;
  readonly os?: readonly string[];
  readonly background?: Background;
  /** Id of a background step that is stopped first, on purpose. */
  readonly stops?: string;
  /** Whether it is connected to the terminal directly, and needs a person there. */
  readonly tty: boolean;
  /** The question that is asked before it runs, with `${name}` unresolved. */
  readonly confirm?: string;
  readonly keepGoing: boolean;
  /** Anchor of the section that is for its failure. */
  readonly onFail?: string;
  /** Whether what it prints, its captures and the body of its file are shown and kept nowhere. */
  readonly secret: boolean;
  readonly file?: FileBlock;
  /** Set for an `http` step. */
  readonly request?: HttpRequest;
  readonly expectations: readonly Expectation[];
}

export interface Expectation {
  readonly fence: Fence;
  /** What it was compiled from. */
  readonly source: ExpectationSource;
  readonly compiled: CompiledExpectation;
}

/** What became of every fence of the document, for the coverage figure. */
export interface Coverage {
  readonly fences: number;
  /** Steps and the expectations that check them. */
  readonly run: number;
  /** Fences declared inert by `no-check`. */
  readonly inert: number;
}

export interface Runbook {
  readonly document: MarkdownDocument;
  readonly title: string;
  readonly config: RunbookConfig;
  /** In document order. */
  readonly steps: readonly Step[];
  readonly coverage: Coverage;
}
