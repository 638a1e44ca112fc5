/** A change of a document as a person is asked about it: whole lines instead of others. */
export interface Hunk {
  /** What is changed: ``output of `build` ``. */
  readonly label: string;
  /** The first line of the document that goes, from 1; with `count` 0 the line before which lines are put. */
  readonly line: number;
  readonly count: number;
  /** What stands there instead, without what encloses a fence. */
  readonly lines: readonly string[];
  /** The same with holes for what differs. */
  readonly pattern?: readonly string[];
  /** A pattern that is given up, as written: done on an explicit answer only. */
  readonly givesUp?: string;
  /** Lines as they are written into the document. */
  place(lines: readonly string[]): readonly string[];
  /** Why other lines would not do, for people; empty when they would. */
  judge(lines: readonly string[]): Promise<readonly string[]>;
}

/** A hunk that was agreed to, with the lines that were. */
export interface AcceptedHunk {
  readonly hunk: Hunk;
  readonly lines: readonly string[];
}

/** What could not be brought up to date. */
export interface Refusal {
  /** Document line of the fence. */
  readonly line: number;
  /** What it is: ``output of `build` ``. */
  readonly label: string;
  /** One sentence without full stop. */
  readonly why: string;
}
