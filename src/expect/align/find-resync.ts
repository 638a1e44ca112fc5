import type { Atom } from './align.ts';

/** How much is left out on both sides until they go on alike. */
export interface Resync {
  readonly atoms: number;
  readonly elements: number;
}

/** So many places that are alike one after the other are no accident. */
const IN_A_ROW = 8;
/** Places after a difference that are looked for on the other side. */
const STARTS = 8;

/** How many pairs are compared at least, with so many left on both sides. */
export function resyncEffort(atoms: number, elements: number): number {
  return STARTS * (atoms + elements);
}

/**
 * Finds the nearest place at which a pattern and a sequence go on alike, when a block is missing on one
 * side that is larger than what can be compared pair by pair. Takes time linear in both.
 */
export function findResync(
  atoms: readonly Atom[],
  length: number,
  matches: (item: number, index: number) => boolean,
  atom: number,
  index: number,
): Resync | undefined {
  const isAlike = (left: number, right: number): boolean => {
    for (let step = 0; step < IN_A_ROW; step++) {
      const at = atoms[left + step];
      if (!at || at.skippable || right + step >= length) return false;
      if (!matches(at.item, right + step)) return false;
    }
    return true;
  };
  let best: Resync | undefined;
  const offer = (left: number, right: number): boolean => {
    if (!isAlike(atom + left, index + right)) return false;
    if (best === undefined || left + right < best.atoms + best.elements)
      best = { atoms: left, elements: right };
    return true;
  };
  for (let start = 0; start < STARTS; start++) {
    for (let far = 0; index + far < length; far++) if (offer(start, far)) break;
    for (let far = 0; atom + far < atoms.length; far++) if (offer(far, start)) break;
  }
  return best;
}
