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

/**
 * Compares atoms with `length` elements so that as few as possible are left over on both sides.
 * Time and memory grow with the product of both. Equal beginnings should be cut off by the caller.
 */
export function diffAlign(
  atoms: readonly Atom[],
  length: number,
  matches: (item: number, index: number) => boolean,
): DiffStep[] {
  const width = atoms.length + 1;
  const moves = new Uint8Array((length + 1) * width);
  let costs = new Int32Array(width);
  for (let index = 0; index <= length; index++) {
    const above = costs;
    costs = new Int32Array(width);
    for (let at = 0; at < width; at++) {
      let cost = index === 0 && at === 0 ? 0 : Number.POSITIVE_INFINITY;
      let move = SKIP;
      const atom = atoms[at - 1];
      const offer = (offered: number, kind: number) => {
        if (offered < cost) {
          cost = offered;
          move = kind;
        }
      };
      if (atom && index > 0 && matches(atom.item, index - 1)) {
        offer((atom.repeats ? above[at] : above[at - 1]) ?? 0, SAME);
      }
      if (atom?.skippable) offer(costs[at - 1] ?? 0, SKIP);
      if (index > 0) offer((above[at] ?? 0) + 1, GOT);
      if (atom && !atom.skippable) offer((costs[at - 1] ?? 0) + 1, MISSING);
      costs[at] = cost;
      moves[index * width + at] = move;
    }
  }
  return walkBack(atoms, length, moves);
}

function walkBack(atoms: readonly Atom[], length: number, moves: Uint8Array): DiffStep[] {
  const steps: DiffStep[] = [];
  const width = atoms.length + 1;
  let index = length;
  let at = atoms.length;
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
