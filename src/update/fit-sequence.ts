import type { Atom } from '../expect/align/align.ts';
import { loadLibrary } from '../libraries/load.ts';

/** One step of bringing a pattern in line with elements that do not fit it. */
export type FitStep =
  | { readonly kind: 'same'; readonly atom: number; readonly index: number }
  /** The element takes the atom's place. */
  | { readonly kind: 'changed'; readonly atom: number; readonly index: number }
  | { readonly kind: 'gone'; readonly atom: number }
  | { readonly kind: 'new'; readonly index: number };

/** How the items of a pattern relate to elements; `item` is an atom's item. */
export interface Fitting {
  readonly holds: (item: number, index: number) => boolean;
  /** From 0 to 1; `null` when the element cannot take the item's place. */
  readonly likeness: (item: number, index: number) => number | null;
  /** Whether any item can hold for an element, where that is cheap to say. */
  readonly mayHold?: ((index: number) => boolean) | undefined;
  /** Whether the item is a pattern, which is not given up lightly. */
  readonly isPattern: (item: number) => boolean;
}

/** Pairs of atoms and elements that are looked at. */
const MAX_CELLS = 500_000;
/** Differences that long sequences are cut around. */
const MAX_EDITS = 3000;

const NEW = 100;
const GONE = 100;
const PATTERN_GONE = 300;
const CHANGED = 50;
/** On top of a change, for what has nothing in common. */
const UNLIKE = 40;
/** A change that nothing speaks for costs more than to let the atom go. */
const FAR = 120;
const PATTERN_FAR = 250;
/** Likeness from which on two lines are taken for the same one wherever they stand. */
const ALIKE = 0.5;

const SKIP = 0;
const GONE_MOVE = 1;
const NEW_MOVE = 2;
const SAME_MOVE = 3;
const CHANGED_MOVE = 4;

/**
 * The cheapest way to bring atoms in line with `length` elements: unlike the comparison that is
 * shown for a failure, an element may take an atom's place, so that what stands after `...` goes on
 * to stand for the end. `null` when both sides are too long.
 */
export function fitSequence(
  atoms: readonly Atom[],
  length: number,
  fitting: Fitting,
): readonly FitStep[] | null {
  const isOnce = (atom: Atom | undefined): atom is Atom => atom !== undefined && !atom.skippable;
  let start = 0;
  for (let atom = atoms[start]; start < length; atom = atoms[++start]) {
    if (!isOnce(atom) || !fitting.holds(atom.item, start)) break;
  }
  let end = 0;
  while (end < Math.min(atoms.length, length) - start) {
    const atom = atoms[atoms.length - 1 - end];
    if (!isOnce(atom) || !fitting.holds(atom.item, length - 1 - end)) break;
    end += 1;
  }
  const middle = atoms.slice(start, atoms.length - end);
  const same = (from: number, offset: number, size: number): FitStep[] =>
    Array.from({ length: size }, (_, i) => ({
      kind: 'same',
      atom: from + i,
      index: from + i + offset,
    }));
  const inner = fitRange(middle, length - start - end, moveFitting(fitting, start));
  if (inner === null) return null;
  return [
    ...same(0, 0, start),
    ...inner.map((step) => moveStep(step, start, start)),
    ...same(atoms.length - end, length - atoms.length, end),
  ];
}

function moveFitting(fitting: Fitting, index: number): Fitting {
  const { mayHold } = fitting;
  return {
    ...fitting,
    mayHold: mayHold && ((at) => mayHold(at + index)),
    holds: (item, at) => fitting.holds(item, at + index),
    likeness: (item, at) => fitting.likeness(item, at + index),
  };
}

function moveStep(step: FitStep, atom: number, index: number): FitStep {
  if (step.kind === 'gone') return { ...step, atom: step.atom + atom };
  if (step.kind === 'new') return { ...step, index: step.index + index };
  return { ...step, atom: step.atom + atom, index: step.index + index };
}

/** Long sequences are cut at what holds, and compared pair by pair only between the cuts. */
function fitRange(atoms: readonly Atom[], length: number, fitting: Fitting): FitStep[] | null {
  if ((atoms.length + 1) * (length + 1) <= MAX_CELLS) return fitMiddle(atoms, length, fitting);
  if (atoms.some(({ skippable }) => skippable)) return null;
  const parts = cutAtSame(atoms, length, fitting);
  const steps: FitStep[] = [];
  let [atom, index, gone, fresh] = [0, 0, 0, 0];
  const closeGap = (): boolean => {
    const gap = fitGap(atoms.slice(atom, atom + gone), fresh, moveFitting(fitting, index));
    if (gap === null) return false;
    for (const step of gap) steps.push(moveStep(step, atom, index));
    [atom, index, gone, fresh] = [atom + gone, index + fresh, 0, 0];
    return true;
  };
  for (const { added, removed, count } of parts ?? [
    { removed: true, added: false, count: atoms.length },
    { removed: false, added: true, count: length },
  ]) {
    if (removed) gone += count;
    else if (added) fresh += count;
    else {
      if (!closeGap()) return null;
      for (let i = 0; i < count; i++) steps.push({ kind: 'same', atom: atom++, index: index++ });
    }
  }
  return closeGap() ? steps : null;
}

/** What holds in order; `undefined` when there is too little of it to look for. */
function cutAtSame(
  atoms: readonly Atom[],
  length: number,
  { holds, mayHold = () => true }: Fitting,
):
  | readonly { readonly added: boolean; readonly removed: boolean; readonly count: number }[]
  | undefined {
  const indices = [...Array(length).keys()];
  if (indices.filter((index) => !mayHold(index)).length > MAX_EDITS) return undefined;
  return loadLibrary('diff').diffArrays([...atoms.keys()], indices, {
    comparator: (atom, index) => holds(atoms[atom]?.item ?? 0, index),
    maxEditLength: MAX_EDITS,
  });
}

/** A gap without patterns may be replaced as a whole. */
function fitGap(atoms: readonly Atom[], length: number, fitting: Fitting): FitStep[] | null {
  if ((atoms.length + 1) * (length + 1) <= MAX_CELLS) return fitMiddle(atoms, length, fitting);
  if (atoms.some(({ item }) => fitting.isPattern(item))) return null;
  return [
    ...atoms.map((_, atom): FitStep => ({ kind: 'gone', atom })),
    ...Array.from({ length }, (_, index): FitStep => ({ kind: 'new', index })),
  ];
}

function fitMiddle(atoms: readonly Atom[], length: number, fitting: Fitting): FitStep[] {
  const width = atoms.length + 1;
  const moves = new Uint8Array((length + 1) * width);
  const anchored = atoms.map((_, at) => isAnchored(atoms, at));
  let above = new Int32Array(width);
  let costs = new Int32Array(width);
  for (let index = 0; index <= length; index++) {
    [above, costs] = [costs, above];
    for (let at = 0; at < width; at++) {
      const atom = atoms[at - 1];
      let cost = index === 0 && at === 0 ? 0 : Number.POSITIVE_INFINITY;
      let move = SKIP;
      const take = (candidate: number, by: number): void => {
        if (candidate >= cost) return;
        cost = candidate;
        move = by;
      };
      const before = (list: Int32Array): number => list[at - 1] ?? 0;
      if (atom && index > 0) {
        if (fitting.holds(atom.item, index - 1)) {
          take(atom.repeats ? (above[at] ?? 0) : before(above), SAME_MOVE);
        } else if (!atom.skippable) {
          const change = costOfChange(atom.item, index - 1, anchored[at - 1] === true, fitting);
          take(before(above) + change, CHANGED_MOVE);
        }
      }
      if (atom?.skippable) take(before(costs), SKIP);
      if (index > 0) take((above[at] ?? 0) + NEW, NEW_MOVE);
      if (atom && !atom.skippable) {
        take(before(costs) + (fitting.isPattern(atom.item) ? PATTERN_GONE : GONE), GONE_MOVE);
      }
      costs[at] = cost;
      moves[index * width + at] = move;
    }
  }
  return walkBack(atoms, length, moves);
}

/** Whether a neighbour says where the atom belongs; between two `...` none does. */
function isAnchored(atoms: readonly Atom[], at: number): boolean {
  return !(atoms[at - 1]?.repeats && atoms[at + 1]?.repeats);
}

function costOfChange(item: number, index: number, anchored: boolean, fitting: Fitting): number {
  const likeness = fitting.likeness(item, index);
  if (likeness === null) return PATTERN_FAR;
  if (!anchored && likeness < ALIKE) return FAR;
  return CHANGED + Math.round(UNLIKE * (1 - likeness));
}

function walkBack(atoms: readonly Atom[], length: number, moves: Uint8Array): FitStep[] {
  const steps: FitStep[] = [];
  const width = atoms.length + 1;
  let index = length;
  let at = atoms.length;
  while (index > 0 || at > 0) {
    const move = moves[index * width + at];
    if (move === NEW_MOVE) steps.push({ kind: 'new', index: --index });
    else if (move === SAME_MOVE) {
      steps.push({ kind: 'same', atom: at - 1, index: --index });
      if (!atoms[at - 1]?.repeats) at--;
    } else if (move === CHANGED_MOVE) {
      steps.push({ kind: 'changed', atom: --at, index: --index });
    } else {
      if (move === GONE_MOVE) steps.push({ kind: 'gone', atom: at - 1 });
      at--;
    }
  }
  return steps.reverse();
}
