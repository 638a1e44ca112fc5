import { type Atom, findSkipEnds } from './align.ts';

/** Elements that an alignment keeps, the last one first. Threads share what they have in common. */
interface Kept<Element> {
  readonly item: number;
  readonly element: Element;
  readonly before: Kept<Element> | null;
}

/** `decided`: aligned, whatever comes; `failed`: no alignment is possible any more. */
export type Progress = 'open' | 'decided' | 'failed';

/** What an aligner has to know about the items of a pattern. */
export interface AlignedItems<Element> {
  matches(item: number, element: Element): boolean;
  /** Whether the elements of an item are wanted in the end; such an item takes one at most. */
  keeps(item: number): boolean;
  /** Whether an item fits every element. */
  takesAny(item: number): boolean;
}

/**
 * Aligns a pattern with a sequence in memory that does not depend on the sequence's length: a
 * Thompson simulation with threads in order of preference, as in a Pike machine whose quantifiers
 * are lazy. Of two threads at the same atom the preferred one stays. Time grows with the product of
 * the elements and of the atoms that are reached at once, which are few for most patterns.
 */
export class ThreadAligner<Element> {
  readonly #atoms: readonly Atom[];
  readonly #items: AlignedItems<Element>;
  readonly #skipEnd: readonly number[];
  /** Atoms that take the rest whatever it is, so that no thread behind them can matter. */
  readonly #takesRest: readonly boolean[];
  /** For each end of a run of skippable atoms: the lowest atom that a thread is at, this round. */
  readonly #lowest: Int32Array;
  readonly #lowestRound: Uint32Array;
  /** Items that were tried this round, and whether they fit. */
  readonly #triedRound: Uint32Array;
  readonly #fits: Uint8Array;
  #round = 0;
  #threads: Int32Array;
  #kept: (Kept<Element> | null)[] = [];
  #count = 0;
  #spareThreads: Int32Array;
  #spareKept: (Kept<Element> | null)[] = [];
  #isCut = false;
  #isDecided = false;

  constructor(atoms: readonly Atom[], items: AlignedItems<Element>) {
    const size = atoms.length + 1;
    this.#atoms = atoms;
    this.#items = items;
    this.#skipEnd = findSkipEnds(atoms);
    this.#takesRest = atoms.map(
      ({ item, repeats }, at) =>
        repeats && this.#skipEnd[at] === atoms.length && items.takesAny(item),
    );
    this.#lowest = new Int32Array(size);
    this.#lowestRound = new Uint32Array(size);
    const itemCount = atoms.reduce((most, { item }) => Math.max(most, item + 1), 0);
    this.#triedRound = new Uint32Array(itemCount);
    this.#fits = new Uint8Array(itemCount);
    this.#threads = new Int32Array(size);
    this.#spareThreads = new Int32Array(size);
    this.#beginRound();
    this.#reach(0, null);
  }

  /** Adds an element. */
  push(element: Element): Progress {
    const threads = this.#threads;
    const kept = this.#kept;
    const count = this.#count;
    this.#threads = this.#spareThreads;
    this.#kept = this.#spareKept;
    this.#spareThreads = threads;
    this.#spareKept = kept;
    this.#beginRound();
    for (let at = 0; at < count && !this.#isCut; at++) {
      const index = threads[at] ?? 0;
      const atom = this.#atoms[index];
      if (atom === undefined || !this.#matches(atom.item, element)) continue;
      const before = kept[at] ?? null;
      const keeps = this.#items.keeps(atom.item);
      this.#reach(
        atom.repeats ? index : index + 1,
        keeps ? { item: atom.item, element, before } : before,
      );
    }
    return this.progress;
  }

  get progress(): Progress {
    if (this.#count === 0) return 'failed';
    return this.#isDecided ? 'decided' : 'open';
  }

  /** The kept elements of the preferred alignment in their order, or `null` when there is none. */
  finish(): { readonly item: number; readonly element: Element }[] | null {
    const at = this.#threads.subarray(0, this.#count).indexOf(this.#atoms.length);
    if (at < 0) return null;
    const found: Kept<Element>[] = [];
    for (let kept = this.#kept[at] ?? null; kept !== null; kept = kept.before) found.push(kept);
    return found.reverse();
  }

  #beginRound(): void {
    this.#round++;
    this.#count = 0;
    this.#isCut = false;
    this.#isDecided = false;
  }

  #matches(item: number, element: Element): boolean {
    if (this.#triedRound[item] !== this.#round) {
      this.#triedRound[item] = this.#round;
      this.#fits[item] = this.#items.matches(item, element) ? 1 : 0;
    }
    return this.#fits[item] === 1;
  }

  /** Adds threads at an atom and at those reached by leaving atoms out, which are preferred. */
  #reach(target: number, kept: Kept<Element> | null): void {
    const end = this.#skipEnd[target] ?? target;
    const isNew = this.#lowestRound[end] !== this.#round;
    const highest = isNew ? end : (this.#lowest[end] ?? 0) - 1;
    if (highest < target) return;
    this.#lowestRound[end] = this.#round;
    this.#lowest[end] = target;
    const isPreferred = this.#count === 0;
    for (let atom = highest; atom >= target; atom--) {
      this.#threads[this.#count] = atom;
      this.#kept[this.#count++] = kept;
      if (this.#takesRest[atom]) {
        this.#isCut = true;
        this.#isDecided = isPreferred;
        return;
      }
    }
  }
}
