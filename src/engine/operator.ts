import type { ChecklistDialogue } from './checklist-dialogue.ts';

/**
 * A person who sits at the run: the engine asks, and does what is answered. A run without one never
 * asks anything.
 */
export interface Operator {
  /** Who it is, for the record. */
  readonly who: string;
  /** Set when that person goes through the checklist at the end. */
  readonly checklist?: ChecklistDialogue;
}
