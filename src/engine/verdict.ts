import type { ExitStatus, Mismatch } from '../expect/types.ts';
import type { ExitRule } from '../model/types.ts';

/** The command at which a shell step stopped, found by the shell's own account. */
export interface FailedCommand {
  /** Document line, from 1. */
  readonly line: number;
  /** Source text of that line, trimmed. */
  readonly source: string;
  /** Exit codes of the pipeline's parts, when it had more than one. */
  readonly pipeStatus?: readonly number[];
  /** The shell's own message, such as `x: unbound variable`. */
  readonly message?: string;
}

/** A line of a block. */
export interface SourceLine {
  /** Document line, from 1. */
  readonly line: number;
  readonly source: string;
}

export interface ProcessInfo {
  readonly pid: number;
  readonly command: string;
}

/** Why a step failed: data; `report/failure-text.ts` turns it into words. */
export type FailureReason =
  | {
      readonly kind: 'exit';
      readonly exit: ExitStatus;
      readonly expected: ExitRule;
      readonly command?: FailedCommand;
    }
  | {
      readonly kind: 'expectation';
      readonly failures: readonly FailedExpectation[];
      /** What the block did, the first and the last of its lines. */
      readonly commands?: readonly SourceLine[];
      /** The last lines of stderr, where it was kept apart from stdout. */
      readonly stderr?: readonly string[];
    }
  /** Everything held, but too late. */
  | { readonly kind: 'too-slow'; readonly maxMs: number; readonly durationMs: number }
  /** It passed in the end, but not so many times in a row as `stable=` wants. */
  | {
      readonly kind: 'unstable';
      readonly inARow: number;
      readonly wanted: number;
      readonly withinMs: number;
    }
  /** What was found cannot become a variable; `problem` completes "the capture x …". */
  | {
      readonly kind: 'capture';
      readonly name: string;
      readonly problem: string;
      readonly hint: string;
    }
  | {
      readonly kind: 'timeout';
      readonly timeoutMs: number;
      /** Method and URL, when it was a response that did not come. */
      readonly request?: string;
    }
  | { readonly kind: 'run-timeout'; readonly timeoutMs: number }
  | { readonly kind: 'leftover'; readonly processes: readonly ProcessInfo[] }
  | { readonly kind: 'not-ready'; readonly waitedMs: number; readonly lastReason: string }
  | {
      readonly kind: 'exit-before-ready';
      readonly exit: ExitStatus;
      readonly command?: FailedCommand;
    }
  | { readonly kind: 'background-died'; readonly exit: ExitStatus }
  | { readonly kind: 'address-taken'; readonly address: string; readonly holder: string }
  | { readonly kind: 'not-ours'; readonly address: string; readonly holder: string }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly message: string;
      readonly hint?: string;
    }
  | {
      readonly kind: 'condition';
      readonly attribute: 'if' | 'unless';
      readonly exit: ExitStatus;
      readonly output: string;
    }
  | {
      readonly kind: 'output-limit';
      readonly limitBytes: number;
      /** Set for a secret step, whose limit is what is kept in memory. */
      readonly secret?: true;
      /** Method and URL, when it was a response that was too large. */
      readonly request?: string;
    }
  | {
      readonly kind: 'no-response';
      /** Method and URL. */
      readonly request: string;
      /** Whether a response had begun. */
      readonly begun: boolean;
      /** Such as `connection refused`. */
      readonly message: string;
      readonly hint?: string;
    }
  | {
      readonly kind: 'http-status';
      /** Method and URL. */
      readonly request: string;
      readonly status: number;
      /** The words behind the status; may be empty. */
      readonly statusText: string;
      /** The beginning of the body. */
      readonly excerpt: string;
    }
  /** A person could not do it, or did not. */
  | { readonly kind: 'not-done'; readonly who: string; readonly note?: string }
  | { readonly kind: 'cannot-start'; readonly message: string; readonly hint?: string };

/** How much a secret step printed. */
export interface HiddenOutput {
  readonly lines: number;
  readonly bytes: number;
}

export interface FailedExpectation {
  /** Document line of the expectation's fence. */
  readonly line: number;
  readonly summary: string;
  readonly mismatch: Mismatch | HiddenMismatch;
}

/** What is told of an expectation of a secret step: not what was printed instead. */
export interface HiddenMismatch {
  readonly kind: 'hidden';
  /** Lines of the document that do not hold; none when more was printed than there may be. */
  readonly documentLines: readonly number[];
}

export type SkipReason =
  | { readonly kind: 'if' | 'unless'; readonly command: string }
  | { readonly kind: 'os'; readonly wanted: readonly string[]; readonly actual: string }
  /** Under way when the engine died, and taken as done by the operator's word. */
  | { readonly kind: 'interrupted' }
  /** A person at the run left it out. */
  | { readonly kind: 'operator'; readonly who: string; readonly why: string }
  | { readonly kind: 'not-reached' };

export type StepVerdict =
  | {
      readonly status: 'passed';
      readonly captures: Readonly<Record<string, string>>;
      readonly file?: FileChange;
      readonly byHand?: ByHand;
      /** Set when it was not the document's block that ran, but one that was changed for this run. */
      readonly edited?: true;
    }
  | { readonly status: 'failed'; readonly reason: FailureReason }
  | { readonly status: 'skipped'; readonly reason: SkipReason }
  | { readonly status: 'cancelled'; readonly signal: string };

/** What a person did, or says to have done, in place of the run. */
export interface ByHand {
  readonly who: string;
  /** In that person's words. */
  readonly note?: string;
  /** The flag that said it, such as `--manual=done`. */
  readonly flag?: string;
  /** SHA-256 of the text that was given as its output, hexadecimal; never of a secret step. */
  readonly pasted?: string;
  /** Whether somebody's word stands where a check should: the run then ends with 4, not 0. */
  readonly override: boolean;
}

/** What a file block did. */
export interface FileChange {
  readonly path: string;
  readonly action: 'created' | 'replaced' | 'appended' | 'unchanged';
  /** Lines of the file's new content. */
  readonly lines: number;
  /** Set when its content is secret, so that there is no `diff`. */
  readonly secret?: true;
  /** Unified diff, when it replaced something. */
  readonly diff?: string;
}
