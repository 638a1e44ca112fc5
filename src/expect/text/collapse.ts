import type { Glob } from './glob.ts';
import type { ResolvedSegment } from './resolve-segments.ts';
import type { Hole } from './segments.ts';

/** The text with each run of blanks and tabs as one blank, and without those at its ends. */
export function collapseBlanks(text: string): string {
  return /\t| {2}|^ | $/.test(text) ? collapseRuns(text).replace(/^ | $/g, '') : text;
}

function collapseRuns(text: string): string {
  return text.replace(/[ \t]+/g, ' ');
}

/** What stands in `text` where its collapsed form has `start` to `end`, without blanks at the ends. */
export function findCollapsed(text: string, start: number, end: number): string {
  const blanks = /[ \t]*/y;
  const skip = (at: number): number => {
    blanks.lastIndex = at;
    blanks.test(text);
    return blanks.lastIndex;
  };
  let from = text.length;
  let to = 0;
  for (let at = skip(0), collapsed = 0; at < text.length && collapsed < end; collapsed++) {
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

/** Collapses the text of a pattern, as {@link collapseBlanks} does that of a line. */
export function collapseSegments(segments: readonly ResolvedSegment[]): ResolvedSegment[] {
  const last = segments.length - 1;
  const collapsed = segments.map((segment, at): ResolvedSegment => {
    if (segment.kind !== 'literal') return segment;
    let text = collapseRuns(segment.text);
    if (at === 0) text = text.replace(/^ /, '');
    if (at === last) text = text.replace(/ $/, '');
    return { kind: 'literal', text };
  });
  for (const at of collapsed.keys()) joinBlanks(collapsed, at);
  return collapsed.filter((segment) => segment.kind !== 'literal' || segment.text !== '');
}

/**
 * A `<<...>>` between blanks that stands for nothing leaves one run of them. So it takes the blank
 * on one of its sides along, unless it is empty.
 */
function joinBlanks(segments: ResolvedSegment[], at: number): void {
  const [before, segment, after] = [segments[at - 1], segments[at], segments[at + 1]];
  if (segment?.kind !== 'hole') return;
  const { hole } = segment;
  if (hole.type.extent !== null || hole.constraint) return;
  const follows = after?.kind === 'literal' && after.text.startsWith(' ');
  const precedes = before?.kind === 'literal' && before.text.endsWith(' ');
  if (follows && (precedes || before === undefined)) {
    segments[at + 1] = { kind: 'literal', text: after.text.slice(1) };
    segments[at] = { ...segment, hole: withBlank(hole, (value) => value.endsWith(' ')) };
  } else if (precedes && after === undefined) {
    segments[at - 1] = { kind: 'literal', text: before.text.slice(0, -1) };
    segments[at] = { ...segment, hole: withBlank(hole, (value) => value.startsWith(' ')) };
  }
}

function withBlank(hole: Hole, hasBlank: (value: string) => boolean): Hole {
  const holds = (value: string): boolean => value === '' || hasBlank(value);
  return { ...hole, constraint: { phrase: 'set off by a blank', holds } };
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
