import type { Atom } from '../align/align.ts';
import type { MatchMode, Origin } from '../attributes.ts';
import type { Reading } from '../text/normalize.ts';
import type { OutputView } from '../types.ts';
import type { LinePattern } from './line-pattern.ts';
import type { NeverWatch } from './never-lines.ts';
import type { LineForm, ResolvedLine } from './resolve-lines.ts';

/** A fence that compares lines, understood. */
export interface LinesPlan {
  readonly origin: Origin;
  readonly mode: Exclude<MatchMode, 'regex'>;
  readonly reading: Reading;
  readonly form: LineForm;
  /** Lines that take lines of the output. */
  readonly patterns: readonly LinePattern[];
  /** Of `patterns`. */
  readonly atoms: readonly Atom[];
  /** Lines that no line of the output may fit. */
  readonly never: readonly LinePattern[];
  /** The fence's text, with its last newline. */
  readonly body: string;
}

/** A fence that is being held against a text. */
export interface LinesComparison {
  readonly plan: LinesPlan;
  readonly view: OutputView;
  /** `plan.patterns` with the values of the scope put in. */
  readonly items: readonly ResolvedLine[];
  readonly never: NeverWatch;
  /** The form in which a line is compared. */
  readonly compare: (line: string) => string;
}
