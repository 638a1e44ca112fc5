/**
 * Alignments of a pattern of items with a sequence, all of them: forward over the sequence for what
 * is reachable, backward for what leads to the end. Nothing is greedy, nothing recursive. Where only
 * the preferred alignment is wanted, `thread-align.ts` finds it without recording the matches.
 */

/** A place in the pattern that takes one element, or, if it repeats, any number. */
export interface Atom {
  /** Index of the pattern's item that it belongs to. */
  readonly item: number;
  readonly skippable: boolean;
  readonly repeats: boolean;
}

/** An existing alignment, and all others that exist. */
export interface Alignment {
  /** Number of elements. */
  readonly length: number;
  /**
   * Atoms that can take element `index` coming from `atom`, so that the rest still aligns; the
   * preferred one (that leaves most of the optional atoms out) first.
   */
  choices(index: number, atom: number): number[];
  /** The preferred choice, `-1` at the end of the sequence. */
  choose(index: number, atom: number): number;
}

/** Expands items with quantifiers to atoms. */
export function expandAtoms(quantifiers: readonly { min: number; max: number }[]): Atom[] {
  return quantifiers.flatMap(({ min, max }, item) => {
    const atoms: Atom[] = [];
    for (let i = 0; i < min; i++) atoms.push({ item, skippable: false, repeats: false });
    if (max === Number.POSITIVE_INFINITY) atoms.push({ item, skippable: true, repeats: true });
    else {
      for (let i = min; i < max; i++) atoms.push({ item, skippable: true, repeats: false });
    }
    return atoms;
  });
}

/** The atom after `atom` has taken an element. */
export function nextAtom(atoms: readonly Atom[], atom: number): number {
  return atoms[atom]?.repeats ? atom : atom + 1;
}

/** Takes the elements one by one and says in the end how they align. */
export class Aligner<Element> {
  readonly #atoms: readonly Atom[];
  readonly #matches: (item: number, element: Element) => boolean;
  /** For each atom, the furthest one that is reached by leaving atoms out. */
  readonly #skipEnd: readonly number[];
  #active: number[];
  #entries = new Int32Array(1024);
  #used = 0;
  /** Where the entries of each element begin. */
  #starts = new Uint32Array(1024);
  #length = 0;

  constructor(atoms: readonly Atom[], matches: (item: number, element: Element) => boolean) {
    this.#atoms = atoms;
    this.#matches = matches;
    this.#skipEnd = findSkipEnds(atoms);
    this.#active = this.#close([0]);
  }

  /** Adds an element. Returns whether an alignment is still possible. */
  push(element: Element): boolean {
    this.#starts = ensure(this.#starts, this.#length + 2, (size) => new Uint32Array(size));
    this.#starts[this.#length++] = this.#used;
    const targets: number[] = [];
    let item = -1;
    let matched = false;
    for (const index of this.#active) {
      const atom = this.#atoms[index];
      if (atom === undefined) continue;
      if (atom.item !== item) {
        item = atom.item;
        matched = this.#matches(item, element);
      }
      if (!matched) continue;
      this.#entries = ensure(this.#entries, this.#used + 1, (size) => new Int32Array(size));
      this.#entries[this.#used++] = index;
      targets.push(atom.repeats ? index : index + 1);
    }
    this.#active = this.#close(targets);
    this.#starts[this.#length] = this.#used;
    return this.#active.length > 0;
  }

  /** The alignment of all elements given, or `null` when there is none. */
  finish(): Alignment | null {
    if (this.#active.at(-1) !== this.#atoms.length) return null;
    this.#dropDeadEnds();
    const choices = (index: number, atom: number): number[] => {
      const found: number[] = [];
      if (index >= this.#length) return found;
      const last = this.#skipEnd[atom] ?? atom;
      for (let at = (this.#starts[index + 1] ?? 0) - 1; at >= (this.#starts[index] ?? 0); at--) {
        const entry = this.#entries[at] ?? -1;
        if (entry >= atom && entry <= last) found.push(entry);
      }
      return found;
    };
    const choose = (index: number, atom: number): number => {
      const last = this.#skipEnd[atom] ?? atom;
      const from = index < this.#length ? (this.#starts[index] ?? 0) : this.#used;
      for (let at = (this.#starts[index + 1] ?? 0) - 1; at >= from; at--) {
        const entry = this.#entries[at] ?? -1;
        if (entry >= atom && entry <= last) return entry;
      }
      return -1;
    };
    return { length: this.#length, choices, choose };
  }

  /** Marks entries from which the end is not reached. */
  #dropDeadEnds(): void {
    for (let index = this.#length - 1; index >= 0; index--) {
      const end = this.#starts[index + 1] ?? 0;
      for (let at = this.#starts[index] ?? 0; at < end; at++) {
        const target = nextAtom(this.#atoms, this.#entries[at] ?? 0);
        if (!this.#leadsOn(index + 1, target)) this.#entries[at] = -1;
      }
    }
  }

  #leadsOn(index: number, atom: number): boolean {
    const last = this.#skipEnd[atom] ?? atom;
    if (index === this.#length) return last === this.#atoms.length;
    const end = this.#starts[index + 1] ?? 0;
    for (let at = this.#starts[index] ?? 0; at < end; at++) {
      const entry = this.#entries[at] ?? -1;
      if (entry >= atom) return entry <= last;
    }
    return false;
  }

  /** Adds the atoms that are reached by leaving others out. `targets` ascend, and so the result. */
  #close(targets: readonly number[]): number[] {
    const closed: number[] = [];
    for (const target of targets) {
      const last = this.#skipEnd[target] ?? target;
      for (let atom = Math.max(target, (closed.at(-1) ?? -1) + 1); atom <= last; atom++) {
        closed.push(atom);
      }
    }
    return closed;
  }
}

/** For each atom, and for the end, the furthest place that is reached by leaving atoms out. */
export function findSkipEnds(atoms: readonly Atom[]): number[] {
  const ends = [...atoms.keys(), atoms.length];
  for (let atom = atoms.length - 1; atom >= 0; atom--) {
    if (atoms[atom]?.skippable) ends[atom] = ends[atom + 1] ?? atom + 1;
  }
  return ends;
}

function ensure<T extends Int32Array | Uint32Array>(
  array: T,
  size: number,
  create: (size: number) => T,
): T {
  if (size <= array.length) return array;
  const larger = create(Math.max(size, array.length * 2));
  larger.set(array);
  return larger;
}
