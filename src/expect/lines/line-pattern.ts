import type { Glob } from '../text/glob.ts';
import type { RegexTemplate } from '../text/regex.ts';
import type { Segment } from '../text/segments.ts';
import type { Quantifier } from './suffix.ts';

/** How a line of output is compared. */
export type LineMatcher =
  | { readonly kind: 'text'; readonly segments: readonly Segment[] }
  | { readonly kind: 're'; readonly regex: RegexTemplate }
  | { readonly kind: 'glob'; readonly glob: Glob }
  /** `...`: whatever the line is. */
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
  /** It takes no line, and none may fit it. */
  readonly never: boolean;
}

/** A `...` that is not written: what a mode has around the lines of the fence. */
export function createRest(line: number): LinePattern {
  return {
    line,
    source: '...',
    suffix: '',
    matcher: { kind: 'any' },
    quantifier: { min: 0, max: Number.POSITIVE_INFINITY },
    noEol: false,
    never: false,
  };
}
