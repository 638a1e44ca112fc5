import type { ChecklistDialogue } from './checklist-dialogue.ts';
import type { PeopleDialogue } from './people-dialogue.ts';
import type { StepDialogue } from './step-dialogue.ts';

/**
 * A person who sits at the run: the engine asks, and does what is answered. A run without one never
 * asks anything.
 */
export interface Operator {
  /** Who it is, for the record. */
  readonly who: string;
  /** Whether a person sits at a terminal that steps can have for themselves. */
  readonly hasTerminal: boolean;
  /** Steps that need a person, and confirmations. */
  readonly people: PeopleDialogue;
  /** Set when that person goes through the run step by step. */
  readonly steps?: StepDialogue;
  /** Set when that person goes through the checklist at the end. */
  readonly checklist?: ChecklistDialogue;
}
