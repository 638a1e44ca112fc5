import type { Glob } from '../text/glob.ts';
import type { RegexTemplate } from '../text/regex.ts';
import type { Segment } from '../text/segments.ts';
import type { Quantifier } from './suffix.ts';

/** How a line of output is compared. */
export type LineMatcher =
  | { readonly kind: 'text'; readonly segments: readonly Segment[] }
  | { readonly kind: 're'; readonly regex: RegexTemplate }
  | { readonly kind: 'glob'; readonly glob: Glob }
  /** `...`: any line. */
  | { readonly kind: 'any' };

/** One line of a fence that compares lines. */
export interface LinePattern {
  /** Line of the document. */
  readonly line: number;
  /** As written, with its suffix. */
  readonly source: string;
  /** As written, after the content: ` (re)`, or nothing. */
  readonly suffix: string;
  readonly matcher: LineMatcher;
  readonly quantifier: Quantifier;
  /** The output must end here, without a newline. */
  readonly noEol: boolean;
}
