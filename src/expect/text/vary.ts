import type { HoleType } from './hole-types.ts';
import type { ResolvedSegment } from './resolve-segments.ts';

/** Instances that are longer are not looked for. */
const MAX_INSTANCE = 1000;
const LETTER = /\p{L}/u;
const DIGIT = /\d/;

/**
 * Turns the instances of types within literal text into holes of these types, so that text with
 * other instances fits. The holes are shown as the text that they were.
 */
export function varySegments(
  segments: readonly ResolvedSegment[],
  types: readonly HoleType[],
): ResolvedSegment[] {
  if (types.length === 0) return [...segments];
  return segments.flatMap((segment) =>
    segment.kind === 'literal' ? varyText(segment.text, types) : [segment],
  );
}

function varyText(text: string, types: readonly HoleType[]): ResolvedSegment[] {
  const segments: ResolvedSegment[] = [];
  let literal = 0;
  let position = 0;
  while (position < text.length) {
    const found = findInstance(text, position, types);
    if (found === null) {
      position++;
      continue;
    }
    if (literal < position) segments.push({ kind: 'literal', text: text.slice(literal, position) });
    const source = text.slice(position, found.end);
    segments.push({ kind: 'hole', hole: { source, type: found.type }, index: position });
    literal = position = found.end;
  }
  if (literal < text.length) segments.push({ kind: 'literal', text: text.slice(literal) });
  return segments;
}

/** The longest instance at a position; of equally long ones, that of the type named first. */
function findInstance(
  text: string,
  start: number,
  types: readonly HoleType[],
): { readonly type: HoleType; readonly end: number } | null {
  if (!isBoundary(text, start)) return null;
  let best: { readonly type: HoleType; readonly end: number } | null = null;
  for (const type of types) {
    const { extent } = type;
    if (extent === null) continue;
    extent.lastIndex = start;
    if (!extent.test(text)) continue;
    let end = Math.min(extent.lastIndex, start + MAX_INSTANCE);
    const least = best?.end ?? start;
    while (end > least && !(isBoundary(text, end) && type.accepts(text.slice(start, end)))) end--;
    if (end > least) best = { type, end };
  }
  return best;
}

/** Whether a position is not within a word or a number. */
function isBoundary(text: string, position: number): boolean {
  const before = text[position - 1] ?? '';
  const after = text[position] ?? '';
  return ![LETTER, DIGIT].some((kind) => kind.test(before) && kind.test(after));
}
