import type { ChecklistItem } from '../model/checklist.ts';

/** What a person says of an item of the checklist. */
export interface ItemAnswer {
  readonly holds: boolean;
  /** In that person's words. */
  readonly note?: string;
}

/** How a person goes through the items of the checklist that no step proves. */
export interface ChecklistDialogue {
  /**
   * Asks about one item, `index` of `of` from 1.
   *
   * @param signal - aborted when the run has to stop
   * @returns `open` when the person does not want to say, `interrupt` for Ctrl-C
   */
  ask(
    item: ChecklistItem,
    index: number,
    of: number,
    signal: AbortSignal,
  ): Promise<ItemAnswer | 'open' | 'interrupt'>;
}
