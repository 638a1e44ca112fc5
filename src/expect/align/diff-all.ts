import type { Atom } from './align.ts';
import { type DiffStep, type DiffWindow, diffAlign } from './diff-align.ts';
import { findResync, type Resync, resyncEffort } from './find-resync.ts';

/** The comparison of a pattern with all elements, in windows where both are long. */
export interface DiffResult {
  readonly steps: readonly DiffStep[];
  /** Elements that are not accounted for, because there are too many differences before them. */
  readonly left: number;
}

/** Differences after which nobody reads on. */
const MAX_DIFFERENCES = 500;
/** Pairs of a first, small window: most differences are over after a few lines. */
const FIRST_CELLS = 10_000;
/** Places far away are looked for as long as that takes no more than so many windows. */
const MAX_SEARCH = 4;
/** So many lines that are the same at the end of a window say that it was large enough. */
const IN_STEP = 8;

/**
 * Compares atoms with `length` elements. What is the same at the beginning costs next to nothing;
 * the rest is compared in windows of at most `cells` pairs.
 */
export function diffAll(
  atoms: readonly Atom[],
  length: number,
  matches: (item: number, index: number) => boolean,
  cells: number,
): DiffResult {
  const steps: DiffStep[] = [];
  let differences = 0;
  let budget = MAX_SEARCH * cells;
  let atom = 0;
  let index = 0;
  while (atom < atoms.length || index < length) {
    if (differences > MAX_DIFFERENCES) return { steps, left: length - index };
    const plain = atoms[atom];
    if (plain && !plain.skippable && index < length && matches(plain.item, index)) {
      steps.push({ kind: 'same', atom: atom++, index: index++ });
      continue;
    }
    const [first, firstIndex] = [atom, index];
    const look = (most: number): DiffWindow => {
      const size = chooseWindow(atoms.length - first, length - firstIndex, most);
      return diffAlign(
        atoms.slice(first, first + size.atoms),
        size.elements,
        (item, at) => matches(item, firstIndex + at),
        size.atoms < atoms.length - first || size.elements < length - firstIndex,
      );
    };
    const small = look(Math.min(cells, FIRST_CELLS));
    const isEnough = isInStep(small, atoms, first);
    const isLarge = (atoms.length - first + 1) * (length - firstIndex) > cells;
    const effort = resyncEffort(atoms.length - first, length - firstIndex);
    const isSought = !isEnough && isLarge && effort <= budget;
    if (isSought) budget -= effort;
    const resync = isSought ? findResync(atoms, length, matches, first, firstIndex) : undefined;
    if (resync !== undefined) {
      // A block that is missing or new is one difference, however long it is.
      differences += 1;
      for (const step of leaveOut(resync, atoms, first, firstIndex)) steps.push(step);
      atom += resync.atoms;
      index += resync.elements;
      continue;
    }
    const window = isEnough ? small : look(cells);
    for (const step of window.steps) {
      if (step.kind !== 'same') differences++;
      steps.push(shiftStep(step, first, firstIndex));
    }
    atom += window.atom;
    index += window.index;
  }
  return { steps, left: 0 };
}

function leaveOut(
  resync: Resync,
  atoms: readonly Atom[],
  first: number,
  firstIndex: number,
): DiffStep[] {
  const missing = atoms
    .slice(first, first + resync.atoms)
    .flatMap((atom, at): DiffStep[] =>
      atom.skippable ? [] : [{ kind: 'expected', atom: first + at }],
    );
  const got = Array.from({ length: resync.elements }, (_, at): DiffStep => {
    return { kind: 'got', index: firstIndex + at };
  });
  return [...missing, ...got];
}

/** Whether both sides go on alike after a window, so that a larger one would find the same. */
function isInStep({ steps }: DiffWindow, atoms: readonly Atom[], first: number): boolean {
  return (
    steps.length > IN_STEP &&
    steps
      .slice(-IN_STEP)
      .every((step) => step.kind === 'same' && !atoms[first + step.atom]?.skippable)
  );
}

/** The largest window of at most `cells` pairs, as square as the sides allow. */
function chooseWindow(
  atoms: number,
  elements: number,
  cells: number,
): { readonly atoms: number; readonly elements: number } {
  if ((atoms + 1) * elements <= cells) return { atoms, elements };
  const side = Math.max(1, Math.floor(Math.sqrt(cells)));
  if (atoms <= side) return { atoms, elements: Math.max(1, Math.floor(cells / (atoms + 1))) };
  if (elements <= side) return { atoms: Math.max(1, Math.floor(cells / (elements + 1))), elements };
  return { atoms: side, elements: side };
}

function shiftStep(step: DiffStep, atom: number, index: number): DiffStep {
  if (step.kind === 'expected') return { ...step, atom: step.atom + atom };
  if (step.kind === 'got') return { ...step, index: step.index + index };
  return { kind: 'same', atom: step.atom + atom, index: step.index + index };
}
