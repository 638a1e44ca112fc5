import type { Fence } from '../document/types.ts';
import type { StepAttributes } from './read-attributes.ts';
import type { Expectation, Role } from './types.ts';

/** A step while the document is being understood; it may still turn out to be wrong. */
export interface StepDraft {
  readonly fence: Fence;
  readonly role: Role;
  readonly lang: string;
  readonly id: string;
  readonly attributes: StepAttributes;
  /** Filled as expectations are attached, in document order. */
  readonly expectations: Expectation[];
}
