import type { Hole } from './segments.ts';

/** The stretch of a text that a hole fills. */
export interface Gap {
  readonly start: number;
  /** Where it ends at the latest. */
  readonly limit: number;
  /** Where it ends, when there is one possibility only. */
  readonly fixed?: number;
  /** The text that must follow. */
  readonly literal?: string;
  /** Whether nothing is gained by a later end than the first one at which the literal follows. */
  readonly isFirstBest?: boolean;
}

/**
 * Offers the places where a hole may end, in order of preference, until one is taken. A `null` hole
 * takes any text.
 */
export function tryEnds(
  hole: Hole | null,
  text: string,
  gap: Gap,
  ignoreConstraints: boolean,
  take: (end: number) => boolean,
): boolean {
  const { start, literal, fixed } = gap;
  const most = Math.min(gap.limit, hole ? reach(hole, text, start) : gap.limit);
  const tryEnd = (end: number) =>
    end >= start &&
    end <= most &&
    (literal === undefined || text.startsWith(literal, end)) &&
    (hole === null || acceptsValue(hole, text, start, end, ignoreConstraints)) &&
    take(end);
  if (fixed !== undefined) return tryEnd(fixed);
  const values = ignoreConstraints ? undefined : hole?.constraint?.values;
  if (values) {
    const longestFirst = [...values].sort((a, b) => b.length - a.length);
    return longestFirst.some((v) => text.startsWith(v, start) && tryEnd(start + v.length));
  }
  const shortest = hole === null || hole.type.extent === null;
  let end = shortest ? start : most;
  while (end >= start && end <= most) {
    if (literal !== undefined) {
      end = shortest ? text.indexOf(literal, end) : text.lastIndexOf(literal, end);
      if (end < 0) return false;
    }
    if (tryEnd(end)) return true;
    if (gap.isFirstBest) return false;
    end += shortest ? 1 : -1;
  }
  return false;
}

/** The furthest place to which the hole's type can extend; before `start` when nowhere. */
function reach(hole: Hole, text: string, start: number): number {
  const { extent } = hole.type;
  if (extent === null) return text.length;
  extent.lastIndex = start;
  return extent.test(text) ? extent.lastIndex : start - 1;
}

function acceptsValue(
  hole: Hole,
  text: string,
  start: number,
  end: number,
  ignoreConstraints: boolean,
): boolean {
  const { type, constraint } = hole;
  if (type.extent === null && !constraint) return true;
  const value = text.slice(start, end);
  return type.accepts(value) && (ignoreConstraints || !constraint || constraint.holds(value));
}
