import type { Glob } from './glob.ts';
import type { ResolvedSegment } from './resolve-segments.ts';

/**
 * A line with each run of blanks and tabs as one blank, and with one blank at either end, so that
 * the ends are like any other place between words.
 */
export function collapseLine(text: string): string {
  return collapseRuns(` ${text} `);
}

/** A collapsed line without the blanks at its ends. */
export function trimCollapsed(line: string): string {
  return line.slice(1, Math.max(1, line.length - 1));
}

function collapseRuns(text: string): string {
  return /\t| {2}/.test(text) ? text.replace(/[ \t]+/g, ' ') : text;
}

/** What stands in a line where its collapsed form has `start` to `end`, without blanks at the ends. */
export function findCollapsed(line: string, start: number, end: number): string {
  const text = ` ${line} `;
  const blanks = /[ \t]*/y;
  const skip = (at: number): number => {
    blanks.lastIndex = at;
    blanks.test(text);
    return blanks.lastIndex;
  };
  let from = text.length;
  let to = 0;
  for (let at = 0, collapsed = 0; at < text.length && collapsed < end; collapsed++) {
    const next = Math.max(skip(at), at + 1);
    if (collapsed >= start) {
      from = Math.min(from, at);
      to = next;
    }
    at = next;
  }
  return text.slice(from, to).replace(/^[ \t]+|[ \t]+$/g, '');
}

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t';
}

/** Collapses the text of a pattern, as {@link collapseLine} does that of a line. */
export function collapseSegments(segments: readonly ResolvedSegment[]): ResolvedSegment[] {
  const collapsed: ResolvedSegment[] = [];
  for (const segment of [BLANK, ...segments, BLANK]) {
    const last = collapsed.at(-1);
    if (segment.kind !== 'literal') collapsed.push(segment);
    else if (last?.kind !== 'literal') collapsed.push(collapseLiteral(segment.text));
    else collapsed[collapsed.length - 1] = collapseLiteral(last.text + segment.text);
  }
  for (const at of collapsed.keys()) joinBlanks(collapsed, at);
  return collapsed.filter((segment) => segment.kind !== 'literal' || segment.text !== '');
}

const BLANK: ResolvedSegment = { kind: 'literal', text: ' ' };

function collapseLiteral(text: string): ResolvedSegment {
  return { kind: 'literal', text: collapseRuns(text) };
}

/**
 * A `<<...>>` between blanks that stands for nothing leaves one run of them. So it takes the blank
 * behind it along, unless it is empty. Of several in a row, the last one does.
 */
function joinBlanks(segments: ResolvedSegment[], at: number): void {
  const [segment, after] = [segments[at], segments[at + 1]];
  if (!isFree(segment) || after?.kind !== 'literal' || !after.text.startsWith(' ')) return;
  let first = at;
  while (isFree(segments[first - 1])) first--;
  const before = segments[first - 1];
  // Text that has become empty was the blank that the hole before it has taken along.
  const isAfterBlank = before?.kind === 'literal' && /(?:^| )$/.test(before.text);
  if (!isAfterBlank) return;
  const holds = (value: string): boolean => value === '' || value.endsWith(' ');
  const constraint = { phrase: 'followed by a blank', holds };
  segments[at] = { ...segment, hole: { ...segment.hole, constraint } };
  segments[at + 1] = { kind: 'literal', text: after.text.slice(1) };
}

type HoleSegment = Extract<ResolvedSegment, { readonly kind: 'hole' }>;

/** Whether a segment is a hole that any text fills; what is captured is left as it is. */
function isFree(segment: ResolvedSegment | undefined): segment is HoleSegment {
  if (segment?.kind !== 'hole') return false;
  const { name, type, constraint } = segment.hole;
  return name === undefined && type.extent === null && constraint === undefined;
}

/** Collapses the text of a glob. */
export function collapseGlob(glob: Glob): Glob {
  const isBlankPart = (part: Glob[number] | undefined): boolean =>
    part?.kind === 'text' && isBlank(part.char);
  const collapsed = glob
    .filter((part, at) => !isBlankPart(part) || !isBlankPart(glob[at - 1]))
    .map((part) => (isBlankPart(part) ? { kind: 'text' as const, char: ' ' } : part));
  const from = isBlankPart(collapsed[0]) ? 1 : 0;
  const to = collapsed.length - (collapsed.length > 1 && isBlankPart(collapsed.at(-1)) ? 1 : 0);
  return collapsed.slice(from, to);
}
