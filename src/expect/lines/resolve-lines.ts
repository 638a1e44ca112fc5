import { matchGlob, resolveGlob } from '../text/glob.ts';
import { matchSegments } from '../text/match-segments.ts';
import { compileRegex } from '../text/regex.ts';
import { type ResolvedSegment, resolveSegments } from '../text/resolve-segments.ts';
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

/** Resolves a fence's lines; names without a value are added to `missing`. */
export function resolveLines(
  patterns: readonly LinePattern[],
  scope: Scope,
  missing: Set<string>,
): ResolvedLine[] {
  return patterns.map((pattern) => resolveLine(pattern, scope, missing));
}

function resolveLine(pattern: LinePattern, scope: Scope, missing: Set<string>): ResolvedLine {
  const { matcher } = pattern;
  const common = { pattern, segments: [], hasNames: false };
  switch (matcher.kind) {
    case 'any':
      return { ...common, test: () => true };
    case 're': {
      const regex = compileRegex(matcher.regex, scope, missing);
      return { ...common, test: (line) => regex.matchesWhole(line) };
    }
    case 'glob': {
      const glob = resolveGlob(matcher.glob, scope, missing);
      return { ...common, test: (line) => matchGlob(glob, line) };
    }
    case 'text':
      return withSegments(pattern, resolveSegments(matcher.segments, scope, missing));
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

function createTest(segments: readonly ResolvedSegment[]): (line: string) => boolean {
  const [first] = segments;
  if (first === undefined) return (line) => line === '';
  if (first.kind !== 'literal') return (line) => matchSegments(segments, line) !== null;
  const { text } = first;
  if (segments.length === 1) return (line) => line === text;
  return (line) => line.startsWith(text) && matchSegments(segments, line) !== null;
}
