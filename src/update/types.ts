import type { ExpectationSource, Scope, Subject } from '../expect/types.ts';

/** A part of a body that is replaced: one thing that a person says yes or no to. */
export interface Change {
  /** The first line of the body that goes, from 0. */
  readonly from: number;
  /** The first line after them that stays; equal to `from` where lines are only added. */
  readonly to: number;
  /** What stands there instead, as lines of the body. */
  readonly lines: readonly string[];
  /** The same with holes for what differs, which fits the old output and the new one. */
  readonly pattern?: readonly string[];
  /** A pattern that is given up, as written: such a change is made on an explicit answer only. */
  readonly givesUp?: string;
}

/** What a rewriter goes by. */
export interface RewriteRequest {
  readonly source: ExpectationSource;
  /** Its streams can be read any number of times. */
  readonly subject: Subject;
  readonly scope: Scope;
  /** Takes over the status of a response, which decides whether its step passes. */
  readonly acceptExit: boolean;
  /** Puts holes where the body and the output differ: both were printed by the same document. */
  readonly pattern: boolean;
  /** Whether a line of the body was written by an earlier rewrite, so that its holes are not the author's. */
  readonly isOurs?: (line: string) => boolean;
}

/** How a body comes to match, or why it cannot be made to. */
export type Rewrite =
  | { readonly ok: true; readonly changes: readonly Change[] }
  /** `why` is one sentence without full stop. */
  | { readonly ok: false; readonly why: string };

/** Brings one kind of expectation up to date: one file, one line in the registry. */
export interface Rewriter {
  accepts(source: ExpectationSource): boolean;
  rewrite(request: RewriteRequest): Promise<Rewrite>;
}
