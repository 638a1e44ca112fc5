import type { Atom } from './align.ts';

/** One step of the comparison of a pattern with lines that do not fit it. */
export type DiffStep =
  | { readonly kind: 'same'; readonly atom: number; readonly index: number }
  | { readonly kind: 'expected'; readonly atom: number }
  | { readonly kind: 'got'; readonly index: number };

const SKIP = 0;
const MISSING = 1;
const GOT = 2;
const SAME = 3;

/** A comparison as far as it went. */
export interface DiffWindow {
  readonly steps: readonly DiffStep[];
  /** Elements that the steps account for. */
  readonly index: number;
  /** The atom to go on with. */
  readonly atom: number;
}

/**
 * Compares atoms with `length` elements so that as few as possible are left over on both sides.
 * With `open` only one side has to be used up, because both go on beyond what is given. Time and
 * memory grow with the product of both.
 */
export function diffAlign(
  atoms: readonly Atom[],
  length: number,
  matches: (item: number, index: number) => boolean,
  open = false,
): DiffWindow {
  const width = atoms.length + 1;
  const moves = new Uint8Array((length + 1) * width);
  let above = new Int32Array(width);
  let costs = new Int32Array(width);
  let end = { index: length, at: width - 1, cost: Number.POSITIVE_INFINITY };
  for (let index = 0; index <= length; index++) {
    [above, costs] = [costs, above];
    for (let at = 0; at < width; at++) {
      let cost = index === 0 && at === 0 ? 0 : Number.POSITIVE_INFINITY;
      let move = SKIP;
      const atom = atoms[at - 1];
      if (atom && index > 0 && matches(atom.item, index - 1)) {
        cost = (atom.repeats ? above[at] : above[at - 1]) ?? 0;
        move = SAME;
      }
      if (atom?.skippable && (costs[at - 1] ?? 0) < cost) {
        cost = costs[at - 1] ?? 0;
        move = SKIP;
      }
      if (index > 0 && (above[at] ?? 0) + 1 < cost) {
        cost = (above[at] ?? 0) + 1;
        move = GOT;
      }
      if (atom && !atom.skippable && (costs[at - 1] ?? 0) + 1 < cost) {
        cost = (costs[at - 1] ?? 0) + 1;
        move = MISSING;
      }
      costs[at] = cost;
      moves[index * width + at] = move;
      const isEdge = index === length || at === width - 1;
      if (open && isEdge && cost <= end.cost) end = { index, at, cost };
    }
  }
  return {
    steps: walkBack(atoms, end.index, end.at, moves),
    index: end.index,
    atom: resumeAt(atoms, end.at, moves[end.index * width + end.at]),
  };
}

/** An atom that repeats may go on beyond the window. */
function resumeAt(atoms: readonly Atom[], at: number, move: number | undefined): number {
  return move === SAME && atoms[at - 1]?.repeats ? at - 1 : at;
}

function walkBack(
  atoms: readonly Atom[],
  endIndex: number,
  endAt: number,
  moves: Uint8Array,
): DiffStep[] {
  const steps: DiffStep[] = [];
  const width = atoms.length + 1;
  let index = endIndex;
  let at = endAt;
  while (index > 0 || at > 0) {
    const move = moves[index * width + at];
    if (move === SAME) {
      steps.push({ kind: 'same', atom: at - 1, index: --index });
      if (!atoms[at - 1]?.repeats) at--;
    } else if (move === GOT) steps.push({ kind: 'got', index: --index });
    else {
      if (move === MISSING) steps.push({ kind: 'expected', atom: at - 1 });
      at--;
    }
  }
  return steps.reverse();
}
