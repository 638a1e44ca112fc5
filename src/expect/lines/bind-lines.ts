import type { MatchMode } from '../attributes.ts';
import type { ProblemSink } from '../problems.ts';
import { bindNames, type FenceNames, type SegmentSpan } from '../text/capture-names.ts';
import type { Segment } from '../text/segments.ts';
import type { LineMatcher, LinePattern } from './line-pattern.ts';

/** Follows the names through the lines of a fence, and refuses those that cannot have a value. */
export function bindFence(
  patterns: readonly LinePattern[],
  mode: MatchMode,
  names: FenceNames,
  sink: ProblemSink,
): LinePattern[] {
  return patterns.map((pattern) => bindLine(pattern, mode, names, sink));
}

function bindLine(
  pattern: LinePattern,
  mode: MatchMode,
  names: FenceNames,
  sink: ProblemSink,
): LinePattern {
  const { matcher } = pattern;
  const span: SegmentSpan = (index, length) => ({ line: pattern.line, column: index + 1, length });
  if (matcher.kind !== 'text') {
    for (const { name, index } of findReferences(matcher)) {
      const { line, column } = span(index, name.length + 3);
      names.references.push({ name, line, column });
    }
    return pattern;
  }
  if (pattern.never && refuseCaptures(matcher.segments, span, sink)) return pattern;
  const segments = bindNames(matcher.segments, span, names, sink);
  refuseRepeated(pattern, segments, span, sink);
  if (pattern.never || mode === 'unordered') {
    refuseOtherLines(segments, pattern.never ? '(never)' : 'match=unordered', span, sink);
  }
  return { ...pattern, matcher: { ...matcher, segments } };
}

function findReferences(
  matcher: Exclude<LineMatcher, { readonly kind: 'text' }>,
): readonly { readonly name: string; readonly index: number }[] {
  if (matcher.kind === 're') return matcher.regex.references;
  if (matcher.kind === 'any') return [];
  return matcher.glob.flatMap((part) => (part.kind === 'reference' ? [part] : []));
}

/** A line that may not occur has nothing to capture. */
function refuseCaptures(
  segments: readonly Segment[],
  span: SegmentSpan,
  sink: ProblemSink,
): boolean {
  const named = segments.flatMap((s) => (s.kind === 'hole' && s.hole.name ? [s] : []));
  for (const { hole, index } of named) {
    const message = `\`${hole.name}\` cannot be captured from a line that never occurs`;
    const hint = `write \`<<:${hole.type.name}>>\``;
    sink.add('bad-hole', span(index, hole.source.length), message, hint);
  }
  return named.length > 0;
}

function refuseRepeated(
  { quantifier: { min, max } }: LinePattern,
  segments: readonly Segment[],
  span: SegmentSpan,
  sink: ProblemSink,
): void {
  if (min === 1 && max === 1) return;
  const named = segments.find((s) => s.kind === 'hole' && s.hole.name !== undefined);
  if (named?.kind !== 'hole') return;
  const { name = '' } = named.hole;
  sink.add(
    'bad-hole',
    span(named.index, named.hole.source.length),
    `\`${name}\` cannot be captured from a line that occurs any number of times`,
    'a capture needs a line that occurs once',
  );
}

/** Where no line comes before another, none can be equal to what another one captures. */
function refuseOtherLines(
  segments: readonly Segment[],
  where: string,
  span: SegmentSpan,
  sink: ProblemSink,
): void {
  const own = new Set(segments.flatMap((s) => (s.kind === 'hole' ? [s.hole.name] : [])));
  for (const segment of segments) {
    if (segment.kind !== 'back' || !segment.internal || own.has(segment.name)) continue;
    sink.add(
      'bad-hole',
      span(segment.index, segment.source.length),
      `\`${segment.source}\` cannot be compared with another line where \`${where}\` is said`,
      'capture in one fence, and compare in the next',
    );
  }
}
