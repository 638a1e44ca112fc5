import { FailureMemo } from './failure-memo.ts';
import { type Gap, tryEnds } from './hole-ends.ts';
import type { ResolvedSegment } from './resolve-segments.ts';

/** Where each segment of a match ends; a segment begins where the one before it ends. */
export type Ends = readonly number[];

export interface MatchOptions {
  /** Values that back-references must be equal to; a name without one stands for any text. */
  readonly bindings?: ReadonlyMap<string, string>;
  /** Takes types into account, but not constraints: to explain what is wrong. */
  readonly ignoreConstraints?: boolean;
}

/**
 * The preferred way in which the whole of `text` is made of the segments, or `null`. From left to
 * right, `<<...>>` and `any` take as little as possible and typed holes as much as possible.
 */
export function matchSegments(
  segments: readonly ResolvedSegment[],
  text: string,
  options: MatchOptions = {},
): Ends | null {
  let found: Ends | null = null;
  searchSegments(segments, text, options, (ends) => {
    found = [...ends];
    return true;
  });
  return found;
}

/**
 * Calls `visit` for ways in which `text` is made of the segments, the preferred one first, until it
 * returns true. With `all`, none is left out because of one that was refused before.
 */
export function searchSegments(
  segments: readonly ResolvedSegment[],
  text: string,
  options: MatchOptions,
  visit: (ends: Ends) => boolean,
  all = false,
): void {
  const tails = countTails(segments);
  const hasBacks = segments.some(({ kind }) => kind === 'back');
  if ((tails[0] ?? 0) > text.length) return;
  const ends: number[] = [];
  const local = new Map<string, string>();
  let failures: FailureMemo | null = null;

  const search = (at: number, start: number): boolean => {
    const segment = segments[at];
    if (segment === undefined) return start === text.length && visit(ends);
    const known = knownText(segment, local, options);
    if (known !== undefined) {
      ends[at] = start + known.length;
      return text.startsWith(known, start) && search(at + 1, start + known.length);
    }
    if (failures?.has(at, start, local)) return false;
    const hole = segment.kind === 'hole' ? segment.hole : null;
    const gap = findGap(at, start);
    const found = tryEnds(hole, text, gap, options.ignoreConstraints === true, (end) => {
      ends[at] = end;
      if (hole?.name !== undefined) local.set(hole.name, text.slice(start, end));
      return search(at + 1, end);
    });
    if (hole?.name !== undefined) local.delete(hole.name);
    if (!found && !all) {
      failures ??= new FailureMemo(segments, text.length);
      failures.add(at, start, local);
    }
    return found;
  };

  const findGap = (at: number, start: number): Gap => {
    const next = segments[at + 1];
    const limit = text.length - (tails[at + 1] ?? 0);
    const literal = next && knownText(next, local, options);
    if (next === undefined) return { start, limit, fixed: text.length };
    if (literal === undefined) return { start, limit };
    if (at + 2 < segments.length) {
      const isFirstBest = !all && !hasBacks && isFree(segments[at]) && isFree(segments[at + 2]);
      return { start, limit, literal, isFirstBest };
    }
    return { start, limit, literal, fixed: text.length - literal.length };
  };

  search(0, 0);
}

/** Whether a segment takes any text, so that it could take what the one before it left as well. */
function isFree(segment: ResolvedSegment | undefined): boolean {
  return segment?.kind === 'hole' && segment.hole.type.extent === null && !segment.hole.constraint;
}

/** The text that a segment stands for; `undefined` when that is still open. */
function knownText(
  segment: ResolvedSegment,
  local: ReadonlyMap<string, string>,
  options: MatchOptions,
): string | undefined {
  if (segment.kind === 'literal') return segment.text;
  if (segment.kind === 'hole') return undefined;
  return local.get(segment.name) ?? options.bindings?.get(segment.name);
}

/** Least length of the text from each segment on. */
function countTails(segments: readonly ResolvedSegment[]): number[] {
  const tails = [0];
  for (const segment of [...segments].reverse()) {
    const length = segment.kind === 'literal' ? segment.text.length : 0;
    tails.unshift(length + (tails[0] ?? 0));
  }
  return tails;
}
