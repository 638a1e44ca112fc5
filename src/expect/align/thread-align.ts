import { type Atom, findSkipEnds, nextAtom } from './align.ts';

/** An element and the item that took it. */
export interface KeptElement<Element> {
  readonly item: number;
  readonly element: Element;
}

/** Elements that an alignment keeps, the last one first. Threads share what they have in common. */
interface Kept<Element> extends KeptElement<Element> {
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
 * are lazy. Of two threads at the same atom the preferred one stays. A thread at an atom that takes
 * any elements also makes every thread needless that is less preferred and further back: it could
 * take what the other one takes on its way. So the threads of a pattern of single lines between
 * `...` are two or three. At worst, for optional lines, time grows with the product of the elements
 * and the atoms.
 */
export class ThreadAligner<Element> {
  readonly #items: AlignedItems<Element>;
  /** The item of each atom. */
  readonly #itemOf: Int32Array;
  /** The atom after each atom has taken an element. */
  readonly #nextOf: Int32Array;
  /** The furthest atom, or the end, that is reached from each by leaving atoms out. */
  readonly #skipEnd: Int32Array;
  /** Atoms that take any number of elements, whatever they are. */
  readonly #takesAny: Uint8Array;
  readonly #end: number;
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
  /** The furthest atom of those that take any elements that a thread is at, this round. */
  #floor = 0;
  #isCut = false;
  #isDecided = false;

  constructor(atoms: readonly Atom[], items: AlignedItems<Element>) {
    const size = atoms.length + 1;
    this.#items = items;
    this.#itemOf = Int32Array.from(atoms, ({ item }) => item);
    this.#nextOf = Int32Array.from(atoms, (_, at) => nextAtom(atoms, at));
    this.#skipEnd = Int32Array.from(findSkipEnds(atoms));
    this.#takesAny = Uint8Array.from(atoms, ({ item, repeats }) =>
      repeats && items.takesAny(item) ? 1 : 0,
    );
    this.#end = atoms.length;
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
      const atom = threads[at] ?? 0;
      if (atom === this.#end) continue;
      const next = this.#nextOf[atom] ?? 0;
      if ((this.#skipEnd[next] ?? 0) < this.#floor) continue;
      const item = this.#itemOf[atom] ?? 0;
      if (!this.#matches(item, element)) continue;
      const before = kept[at] ?? null;
      this.#reach(next, this.#items.keeps(item) ? { item, element, before } : before);
    }
    return this.progress;
  }

  get progress(): Progress {
    if (this.#count === 0) return 'failed';
    return this.#isDecided ? 'decided' : 'open';
  }

  /** The kept elements of the preferred alignment in their order, or `null` when there is none. */
  finish(): KeptElement<Element>[] | null {
    const at = this.#threads.subarray(0, this.#count).indexOf(this.#end);
    if (at < 0) return null;
    const found: KeptElement<Element>[] = [];
    for (let kept = this.#kept[at] ?? null; kept !== null; kept = kept.before) {
      found.push({ item: kept.item, element: kept.element });
    }
    return found.reverse();
  }

  #beginRound(): void {
    this.#round++;
    this.#count = 0;
    this.#floor = 0;
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
    const lowest = Math.max(target, this.#floor);
    if (highest < lowest) return;
    this.#lowestRound[end] = this.#round;
    this.#lowest[end] = lowest;
    const isPreferred = this.#count === 0;
    for (let atom = highest; atom >= lowest; atom--) {
      this.#threads[this.#count] = atom;
      this.#kept[this.#count++] = kept;
      if (this.#takesAny[atom] !== 1) continue;
      this.#floor = atom;
      // What takes the rest leaves nothing for threads that are less preferred, wherever they are.
      this.#isCut = end === this.#end;
      this.#isDecided = this.#isCut && isPreferred;
      return;
    }
  }
}
