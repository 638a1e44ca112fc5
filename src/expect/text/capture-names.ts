import type { ProblemSink, Span } from '../problems.ts';
import type { CaptureSpec, ReferenceSpec } from '../types.ts';
import { refuseText } from './refuse-value.ts';
import type { Hole, Segment } from './segments.ts';

/** Names that a fence captures, and those that it takes from the scope. */
export interface FenceNames {
  readonly captures: CaptureSpec[];
  readonly references: ReferenceSpec[];
}

/** Where a segment stands in the document. */
export type SegmentSpan = (index: number, length: number) => Span;

/**
 * Follows the names through a fence. Called for its texts in document order, it returns the
 * segments with back-references to captures further up marked as such, and takes note of captures
 * and references. A name that is captured twice is a problem.
 */
export function bindNames(
  segments: readonly Segment[],
  span: SegmentSpan,
  names: FenceNames,
  sink: ProblemSink,
  refuse: (hole: Hole, text: string) => string | undefined = refuseText,
): Segment[] {
  return segments.map((segment) => {
    if (segment.kind === 'literal') return segment;
    if (segment.kind === 'hole') {
      const { hole, index } = segment;
      const place = span(index, hole.source.length);
      if (hole.name !== undefined)
        defineName(hole.name, place, names, sink, (text) => refuse(hole, text));
      return segment;
    }
    if (segment.kind === 'back' && names.captures.some(({ name }) => name === segment.name)) {
      return { ...segment, internal: true };
    }
    const { line, column } = span(segment.index, segment.source.length);
    names.references.push({ name: segment.name, line, column });
    return segment;
  });
}

/** Takes note of a capture. */
export function defineName(
  name: string,
  span: Span,
  names: FenceNames,
  sink: ProblemSink,
  refuse: CaptureSpec['refuse'],
): void {
  const first = names.captures.find((capture) => capture.name === name);
  if (first) {
    const message = `\`${name}\` is captured a second time; the first is in line ${first.line}`;
    sink.add('duplicate-capture', span, message, `write \`<<${name}>>\` where it must be equal`);
  } else names.captures.push({ name, line: span.line, column: span.column, refuse });
}
