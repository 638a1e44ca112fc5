import type { Segment } from '../text/segments.ts';

/** The head of an `http expect`, understood. */
export interface ResponsePattern {
  /** `null` when it cannot be used, which has been reported. */
  readonly status: StatusPattern | null;
  readonly headers: readonly HeaderPattern[];
  /** Index in the fence's body of the line where the response's body begins; `null` without one. */
  readonly bodyLine: number | null;
}

export interface StatusPattern {
  /** Line of the document. */
  readonly line: number;
  /** `HTTP 200` or `HTTP 2xx`. */
  readonly source: string;
  /** Bounds of the status, included. */
  readonly low: number;
  readonly high: number;
}

export interface HeaderPattern {
  /** Line of the document. */
  readonly line: number;
  /** As written. */
  readonly name: string;
  /** `null`: no header of this name may be there. */
  readonly value: readonly Segment[] | null;
}
