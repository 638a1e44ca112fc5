import type { ResolvedSegment } from './resolve-segments.ts';
import type { Hole } from './segments.ts';

/** Remembers from where a segment is known to lead nowhere, so that no search is exponential. */
export class FailureMemo {
  readonly #seen = new Set<string | number>();
  /** For segments that take any text: a failure from one place is one from every later place. */
  readonly #from: number[] = [];
  readonly #segments: readonly ResolvedSegment[];
  readonly #length: number;
  /** Captures that a later segment of the same text refers to decide along with the place. */
  readonly #names: readonly string[];

  constructor(segments: readonly ResolvedSegment[], length: number) {
    this.#segments = segments;
    this.#length = length;
    const backs = new Set(segments.flatMap((s) => (s.kind === 'back' ? [s.name] : [])));
    this.#names = segments.flatMap((s) =>
      s.kind === 'hole' && s.hole.name !== undefined && backs.has(s.hole.name) ? [s.hole.name] : [],
    );
  }

  has(at: number, position: number, local: ReadonlyMap<string, string>): boolean {
    if (this.#names.length > 0) return this.#seen.has(this.#key(at, position, local));
    return (
      position >= (this.#from[at] ?? Number.POSITIVE_INFINITY) ||
      this.#seen.has(at * (this.#length + 1) + position)
    );
  }

  add(at: number, position: number, local: ReadonlyMap<string, string>): void {
    const segment = this.#segments[at];
    if (this.#names.length > 0) this.#seen.add(this.#key(at, position, local));
    else if (segment?.kind === 'back' || (segment?.kind === 'hole' && isAnyText(segment.hole))) {
      this.#from[at] = Math.min(this.#from[at] ?? position, position);
    } else this.#seen.add(at * (this.#length + 1) + position);
  }

  #key(at: number, position: number, local: ReadonlyMap<string, string>): string {
    return JSON.stringify([at, position, ...this.#names.map((name) => local.get(name) ?? null)]);
  }
}

function isAnyText(hole: Hole): boolean {
  return hole.type.extent === null && !hole.constraint;
}
