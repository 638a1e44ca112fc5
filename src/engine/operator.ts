/**
 * A person who sits at the run: the engine asks, and does what is answered. A run without one never
 * asks anything.
 */
export interface Operator {
  /** Who it is, for the record. */
  readonly who: string;
}
