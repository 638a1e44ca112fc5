import { collapseGlob, collapseSegments, trimCollapsed } from '../text/collapse.ts';
import { matchGlob, resolveGlob } from '../text/glob.ts';
import type { HoleType } from '../text/hole-types.ts';
import { matchSegments } from '../text/match-segments.ts';
import { compileRegex } from '../text/regex.ts';
import { type ResolvedSegment, resolveSegments } from '../text/resolve-segments.ts';
import { varySegments } from '../text/vary.ts';
import type { Scope } from '../types.ts';
import type { LinePattern } from './line-pattern.ts';

/** A pattern line with the values of the scope put in. */
export interface ResolvedLine {
  readonly pattern: LinePattern;
  /** For text with holes: its segments. */
  readonly segments: readonly ResolvedSegment[];
  /** Whether it captures, or is equal to a capture of the same fence. */
  readonly hasNames: boolean;
  /** Whether a line fits; back-references to the same fence stand for any text here. */
  readonly test: (line: string) => boolean;
}

/** How lines are looked at when they are compared. */
export interface LineForm {
  /** Runs of blanks count as one. */
  readonly collapse: boolean;
  /** Types of which any instance will do. */
  readonly vary: readonly HoleType[];
}

/** Resolves a fence's lines; names without a value are added to `missing`. */
export function resolveLines(
  patterns: readonly LinePattern[],
  form: LineForm,
  scope: Scope,
  missing: Set<string>,
): ResolvedLine[] {
  return patterns.map((pattern) => resolveLine(pattern, form, scope, missing));
}

function resolveLine(
  pattern: LinePattern,
  form: LineForm,
  scope: Scope,
  missing: Set<string>,
): ResolvedLine {
  const { matcher } = pattern;
  const common = { pattern, segments: [], hasNames: false };
  const trim = form.collapse ? trimCollapsed : (line: string) => line;
  switch (matcher.kind) {
    case 'any':
      return { ...common, test: () => true };
    case 're': {
      const regex = compileRegex(matcher.regex, scope, missing);
      return { ...common, test: (line) => regex.matchesWhole(trim(line)) };
    }
    case 'glob': {
      const resolved = resolveGlob(matcher.glob, scope, missing);
      const glob = form.collapse ? collapseGlob(resolved) : resolved;
      return { ...common, test: (line) => matchGlob(glob, trim(line)) };
    }
    case 'text': {
      const resolved = resolveSegments(matcher.segments, scope, missing);
      const segments = form.collapse ? collapseSegments(resolved) : resolved;
      return withSegments(pattern, varySegments(segments, form.vary));
    }
  }
}

/** A line of text with holes. */
export function withSegments(
  pattern: LinePattern,
  segments: readonly ResolvedSegment[],
): ResolvedLine {
  const hasNames = segments.some(
    (segment) =>
      segment.kind === 'back' || (segment.kind === 'hole' && segment.hole.name !== undefined),
  );
  return { pattern, segments, hasNames, test: createTest(segments) };
}

/** A search is costly, so what a line has to begin and to end with is looked at before. */
function createTest(segments: readonly ResolvedSegment[]): (line: string) => boolean {
  const literal = literalOf(segments);
  if (literal !== null) return (line) => line === literal;
  const [first] = segments;
  const last = segments.at(-1);
  const start = first?.kind === 'literal' ? first.text : '';
  const end = last?.kind === 'literal' ? last.text : '';
  const inner = segments.flatMap((s) => (s.kind === 'literal' ? s.text : ''));
  const longest = inner.reduce((a, b) => (b.length > a.length ? b : a), '');
  return (line) =>
    line.startsWith(start) &&
    line.endsWith(end) &&
    line.includes(longest) &&
    matchSegments(segments, line) !== null;
}

/** The only text that fits, or `null` when there are several. */
export function literalOf(segments: readonly ResolvedSegment[]): string | null {
  const [first] = segments;
  if (first === undefined) return '';
  return segments.length === 1 && first.kind === 'literal' ? first.text : null;
}
