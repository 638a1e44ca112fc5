/** How many offers a taker needs, and how many it can have. */
export interface Taker {
  readonly min: number;
  readonly max: number;
  /** Whether it matters which offer it has; it takes one then. */
  readonly isNamed: boolean;
}

/** Something to be taken. */
export interface Offer {
  /** Indices of the takers that it fits, ascending. */
  readonly takers: readonly number[];
  /** Whether it has to be taken. */
  readonly isRequired: boolean;
}

/** Which offer goes to which taker. */
export interface Assignment {
  /** The taker of each offer, `-1` for none. */
  readonly owners: Int32Array;
  /** How many offers each taker has. */
  readonly counts: Int32Array;
  /** The search for the preferred assignment was given up. */
  readonly isGivenUp: boolean;
}

/** Edges that are looked at to find what named takers prefer. */
const MAX_EDGES = 50_000_000;

/**
 * Assigns offers to takers so that, if that is possible at all, each taker has at least `min` and at
 * most `max` of them and each required offer is taken (a matching that covers both sides exists
 * when one does for each: Mendelsohn and Dulmage). From the first taker to the last, each named one
 * has the first offer that leaves a way for the others. By augmenting paths, so never exponential.
 */
export function assign(takers: readonly Taker[], offers: readonly Offer[]): Assignment {
  const search = new AssignmentSearch(takers, offers);
  return search.run();
}

class AssignmentSearch {
  readonly #takers: readonly Taker[];
  readonly #offers: readonly Offer[];
  /** The offers that fit each taker. */
  readonly #fitting: readonly number[][];
  readonly #owners: Int32Array;
  readonly #counts: Int32Array;
  /** Offers whose owner stays. */
  readonly #isFixed: Uint8Array;
  /** Takers that have been found to depend on what they have, while one taker chooses. */
  readonly #bound = new Set<number>();
  /** Undoes what was changed since an exchange began, in reverse order. */
  #undo: (() => void)[] | null = null;
  #edges = 0;

  constructor(takers: readonly Taker[], offers: readonly Offer[]) {
    this.#takers = takers;
    this.#offers = offers;
    const fitting = takers.map((): number[] => []);
    offers.forEach((offer, at) => {
      for (const taker of offer.takers) fitting[taker]?.push(at);
    });
    this.#fitting = fitting;
    this.#owners = new Int32Array(offers.length).fill(-1);
    this.#counts = new Int32Array(takers.length);
    this.#isFixed = new Uint8Array(offers.length);
  }

  run(): Assignment {
    this.#takers.forEach(({ min }, taker) => {
      while ((this.#counts[taker] ?? 0) < min && this.#supply(taker));
    });
    this.#offers.forEach(({ isRequired }, offer) => {
      if (isRequired && this.#owners[offer] === -1) this.#place(offer);
    });
    const isWhole = this.#isWhole();
    this.#edges = 0;
    const isGivenUp = isWhole && !this.#takers.every((_, taker) => this.#prefer(taker));
    return { owners: this.#owners, counts: this.#counts, isGivenUp };
  }

  #isWhole(): boolean {
    return (
      this.#takers.every(({ min }, taker) => (this.#counts[taker] ?? 0) >= min) &&
      this.#offers.every(({ isRequired }, at) => !isRequired || this.#owners[at] !== -1)
    );
  }

  /** Gives a taker one more offer; others may have to change theirs. */
  #supply(taker: number): boolean {
    /** Takers that were asked to give an offer away, and to whom. */
    const asked = new Map<number, { readonly offer: number; readonly to: number }>();
    const needy = [taker];
    for (const at of needy) {
      for (const offer of this.#fitting[at] ?? []) {
        this.#edges++;
        const owner = this.#owners[offer] ?? -1;
        if (owner === at || owner === taker || this.#isFixed[offer] || asked.has(owner)) continue;
        if (this.#bound.has(owner)) continue;
        if (owner !== -1 && !this.#canSpare(owner)) {
          asked.set(owner, { offer, to: at });
          needy.push(owner);
          continue;
        }
        if (owner !== -1) this.#addTo(owner, -1);
        this.#give(offer, at);
        for (let gift = asked.get(at); gift; gift = asked.get(gift.to)) {
          this.#give(gift.offer, gift.to);
        }
        this.#addTo(taker, 1);
        return true;
      }
    }
    if (this.#undo !== null) for (const at of needy) this.#bound.add(at);
    return false;
  }

  /** Finds a taker for an offer; others may have to change theirs. */
  #place(offer: number): boolean {
    /** Offers that would have to leave their taker, and for which one. */
    const moved = new Map<number, number>();
    const seen = new Set<number>();
    const homeless = [offer];
    for (const at of homeless) {
      for (const taker of this.#offers[at]?.takers ?? []) {
        if (seen.has(taker)) continue;
        seen.add(taker);
        if (this.#hasRoom(taker)) {
          this.#addTo(taker, 1);
          this.#moveAll(at, taker, moved);
          return true;
        }
        for (const other of this.#fitting[taker] ?? []) {
          this.#edges++;
          if (this.#owners[other] !== taker || this.#isFixed[other] || moved.has(other)) continue;
          if (!this.#offers[other]?.isRequired) {
            this.#give(other, -1);
            this.#moveAll(at, taker, moved);
            return true;
          }
          moved.set(other, at);
          homeless.push(other);
        }
      }
    }
    return false;
  }

  /** Gives an offer to a taker, and its place to the offer that wanted it, and so on. */
  #moveAll(first: number, taker: number, moved: ReadonlyMap<number, number>): void {
    let home = taker;
    for (let offer: number | undefined = first; offer !== undefined; offer = moved.get(offer)) {
      const left: number = this.#owners[offer] ?? -1;
      this.#give(offer, home);
      home = left;
    }
  }

  /** Gives a named taker the first offer that it can have. Returns `false` when it takes too long. */
  #prefer(taker: number): boolean {
    if (!this.#takers[taker]?.isNamed) return true;
    const current = this.#owners.indexOf(taker);
    this.#bound.clear();
    for (const offer of this.#fitting[taker] ?? []) {
      if (offer === current || this.#exchange(taker, current, offer)) {
        this.#isFixed[offer] = 1;
        break;
      }
      if (this.#edges > MAX_EDGES) return false;
    }
    return true;
  }

  /** Gives a taker another offer than the one it has, if the others can go without. */
  #exchange(taker: number, current: number, offer: number): boolean {
    this.#edges++;
    const loser = this.#owners[offer] ?? -1;
    if (this.#isFixed[offer] || this.#bound.has(loser)) return false;
    this.#undo = [];
    this.#give(current, -1);
    this.#give(offer, taker);
    this.#isFixed[offer] = 1;
    const isSupplied = loser === -1 || this.#canSpare(loser);
    if (loser !== -1) this.#addTo(loser, -1);
    const isDone = (isSupplied || this.#supply(loser)) && this.#settle(current);
    if (!isDone) {
      for (const undo of this.#undo.reverse()) undo();
      this.#isFixed[offer] = 0;
    }
    this.#undo = null;
    return isDone;
  }

  /** Finds a taker for an offer that has lost its own, if it must have one. */
  #settle(offer: number): boolean {
    const isOpen = this.#offers[offer]?.isRequired && this.#owners[offer] === -1;
    return !isOpen || this.#place(offer);
  }

  #give(offer: number, taker: number): void {
    const owner = this.#owners[offer] ?? -1;
    this.#undo?.push(() => {
      this.#owners[offer] = owner;
    });
    this.#owners[offer] = taker;
  }

  #canSpare(taker: number): boolean {
    return (this.#counts[taker] ?? 0) > (this.#takers[taker]?.min ?? 0);
  }

  #hasRoom(taker: number): boolean {
    return (this.#counts[taker] ?? 0) < (this.#takers[taker]?.max ?? 0);
  }

  #addTo(taker: number, change: number): void {
    const count = this.#counts[taker] ?? 0;
    this.#undo?.push(() => {
      this.#counts[taker] = count;
    });
    this.#counts[taker] = count + change;
  }
}
