import { type CharacterSet, type Run, unite } from './required-runs.ts';

/** Looks for a line in which an expression may match, from a place in a text on; below 0 without one. */
type Search = (text: string, from: number) => number;

/** Where an expression may match: lines with their endings, from left to right. */
export type FindCandidates = (
  text: string,
) => readonly (readonly [start: number, end: number])[] | undefined;

/** With more of them it is cheaper to look at the whole text. */
const MOST_CANDIDATES = 32;
/** So often a text may be met that looks like the beginning of a run and is none. */
const MOST_MISSES = 200;
/** From this length on looking at every so many characters is quicker than looking for one of them. */
const LEAST_STRIDE = 4;
const ONE = 1;

/**
 * Finds the lines that have one of the runs, far quicker than an expression is matched.
 *
 * The finder gives `undefined` where so many lines have one that it has given up; then every line may.
 */
export function createCandidateFinder(runs: readonly Run[]): FindCandidates {
  const searches = runs.map(createSearch);
  return (text) => {
    const lines = new Map<number, number>();
    for (const search of searches) {
      for (let at = search(text, 0); at >= 0; ) {
        const start = text.lastIndexOf('\n', at) + 1;
        const newline = text.indexOf('\n', at);
        const end = newline < 0 ? text.length : newline + 1;
        lines.set(start, end);
        if (lines.size > MOST_CANDIDATES) return undefined;
        at = end === text.length ? -1 : search(text, end);
      }
    }
    return [...lines].sort((a, b) => a[0] - b[0]);
  };
}

function createSearch(run: Run): Search {
  const literal = findLiteral(run);
  const isRare = literal.text.length > ONE || run.length < LEAST_STRIDE;
  return isRare && literal.text !== '' ? searchLiteral(run, literal) : searchStride(run);
}

interface Literal {
  readonly text: string;
  /** Where in the run it begins. */
  readonly offset: number;
}

/** The longest part of a run in which only one character may stand at each place. */
function findLiteral(run: Run): Literal {
  const letters = run.map((set) =>
    set.indexOf(ONE) === set.lastIndexOf(ONE) ? set.indexOf(ONE) : -1,
  );
  let best: Literal = { text: '', offset: 0 };
  for (let offset = 0; offset < letters.length; offset++) {
    const end = letters.findIndex((code, at) => at >= offset && code < 0);
    const codes = letters.slice(offset, end < 0 ? undefined : end);
    if (codes.length > best.text.length) best = { text: String.fromCharCode(...codes), offset };
  }
  return best;
}

function searchLiteral(run: Run, { text: literal, offset }: Literal): Search {
  return (text, from) => {
    let misses = 0;
    for (
      let at = text.indexOf(literal, from + offset);
      at >= 0;
      at = text.indexOf(literal, at + 1)
    ) {
      if (misses >= MOST_MISSES || standsAt(text, at - offset, run)) return at;
      misses += 1;
    }
    return -1;
  };
}

function standsAt(text: string, at: number, run: Run): boolean {
  return run.every((set, index) => has(set, text.charCodeAt(at + index)));
}

/** Of so many characters in a row one in each stretch of the run's length has to be one of the run's. */
function searchStride(run: Run): Search {
  const any = unite(run);
  const stride = run.length;
  return (text, from) => {
    for (let at = from + stride - 1; at < text.length; ) {
      if (!has(any, text.charCodeAt(at))) {
        at += stride;
        continue;
      }
      let start = at;
      while (start > from && has(any, text.charCodeAt(start - 1))) start -= 1;
      let end = at + 1;
      while (end - start < stride && has(any, text.charCodeAt(end))) end += 1;
      if (end - start >= stride) return start;
      at = end + stride;
    }
    return -1;
  };
}

function has(set: CharacterSet, code: number): boolean {
  return set[code] === ONE;
}
