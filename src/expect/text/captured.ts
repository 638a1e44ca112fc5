import { type Ends, searchSegments } from './match-segments.ts';
import type { ResolvedSegment } from './resolve-segments.ts';

/** The texts of the named holes of a match, as `read` gives what is from one place to another. */
export function readCaptures(
  segments: readonly ResolvedSegment[],
  text: string,
  ends: Ends,
  read: (start: number, end: number) => string = (start, end) => text.slice(start, end),
): Map<string, string> {
  const captures = new Map<string, string>();
  segments.forEach((segment, at) => {
    if (segment.kind !== 'hole' || segment.hole.name === undefined) return;
    captures.set(segment.hole.name, read(ends[at - 1] ?? 0, ends[at] ?? 0));
  });
  return captures;
}

/** The different captures of the ways in which a text fits, in order of preference, at most `limit`. */
export function listCaptures(
  segments: readonly ResolvedSegment[],
  text: string,
  bindings: ReadonlyMap<string, string>,
  limit: number,
): Map<string, string>[] {
  const found = new Map<string, Map<string, string>>();
  let visits = 0;
  searchSegments(
    segments,
    text,
    { bindings },
    (ends) => {
      const captures = readCaptures(segments, text, ends);
      const key = JSON.stringify([...captures]);
      if (!found.has(key)) found.set(key, captures);
      return found.size >= limit || ++visits >= limit * 10;
    },
    true,
  );
  return [...found.values()];
}
