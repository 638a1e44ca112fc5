import type { LinePattern } from '../../expect/lines/line-pattern.ts';
import { resolveLines } from '../../expect/lines/resolve-lines.ts';
import type { Segment } from '../../expect/text/segments.ts';
import type { ExpectationSource } from '../../expect/types.ts';
import { escapeText } from '../text/escape-text.ts';
import { generalizeTexts, listWiderTypes } from '../text/generalize.ts';
import { isPlain, readPattern } from './literal-line.ts';

const PLAIN_FORM = { collapse: false, vary: [] };

/** A line with holes that stands for both texts; `null` when they have nothing in common. */
export function generalizeLine(a: string, b: string, source: ExpectationSource): string | null {
  const line = generalizeTexts(a, b);
  return line !== null && fitsAll(line, [a, b], source) ? line : null;
}

/** A line of ours whose holes are too narrow for a text, with wider ones. */
export function widenLine(
  pattern: LinePattern,
  text: string,
  source: ExpectationSource,
): string | null {
  const { matcher, suffix } = pattern;
  if (matcher.kind !== 'text') return null;
  const { segments } = matcher;
  for (const [at, segment] of segments.entries()) {
    if (segment.kind !== 'hole') continue;
    for (const name of listWiderTypes(segment.hole.type.name)) {
      const line = writeSegments(segments, (i) => (i === at ? name : undefined)) + suffix;
      if (fitsAll(line, [text], source)) return line;
    }
  }
  const open = writeSegments(segments, () => 'any') + suffix;
  return fitsAll(open, [text], source) ? open : null;
}

function writeSegments(
  segments: readonly Segment[],
  typeOf: (at: number) => string | undefined,
): string {
  return segments
    .map((segment, at) => {
      if (segment.kind === 'literal') return escapeText(segment.text);
      if (segment.kind !== 'hole') return segment.source;
      const type = typeOf(at);
      if (type === undefined || segment.hole.name !== undefined) return segment.hole.source;
      return type === 'any' ? '<<...>>' : `<<:${type}>>`;
    })
    .join('');
}

/** Whether a line can stand in a document and stands for each of the texts. */
function fitsAll(line: string, texts: readonly string[], source: ExpectationSource): boolean {
  const pattern = isPlain(line) ? readPattern(line, source) : null;
  if (pattern === null) return false;
  const [resolved] = resolveLines([pattern], PLAIN_FORM, new Map(), new Set());
  return resolved !== undefined && texts.every((text) => resolved.test(text));
}
