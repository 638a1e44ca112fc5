import type { Scope } from '../types.ts';
import type { Segment } from './segments.ts';

/** A segment whose references have been replaced by the text that they stand for. */
export type ResolvedSegment = Exclude<Segment, { readonly kind: 'reference' }>;

/**
 * Puts in the values of the scope, as text that is never read as a pattern. Back-references to the
 * same fence stay. Names without a value are added to `missing` and stand for nothing.
 */
export function resolveSegments(
  segments: readonly Segment[],
  scope: Scope,
  missing: Set<string>,
): ResolvedSegment[] {
  const resolved: ResolvedSegment[] = [];
  for (const segment of segments) {
    if (segment.kind === 'hole' || (segment.kind === 'back' && segment.internal)) {
      resolved.push(segment);
      continue;
    }
    const text = segment.kind === 'literal' ? segment.text : lookUp(segment.name, scope, missing);
    const last = resolved.at(-1);
    if (last?.kind === 'literal') {
      resolved[resolved.length - 1] = { kind: 'literal', text: last.text + text };
    } else if (text !== '') resolved.push({ kind: 'literal', text });
  }
  return resolved;
}

function lookUp(name: string, scope: Scope, missing: Set<string>): string {
  const value = scope.get(name);
  if (value === undefined) missing.add(name);
  return value ?? '';
}

/** Replaces back-references by the values captured so far, and merges the text around them. */
export function bindSegments(
  segments: readonly ResolvedSegment[],
  bindings: ReadonlyMap<string, string>,
): ResolvedSegment[] {
  return resolveSegments(
    segments.map((segment) => {
      const value = segment.kind === 'back' ? bindings.get(segment.name) : undefined;
      return value === undefined ? segment : { kind: 'literal', text: value };
    }),
    bindings,
    new Set(),
  );
}

/** The text for people: values filled in where they are known, holes as written. */
export function showSegments(
  segments: readonly Segment[],
  values: ReadonlyMap<string, string>,
): string {
  return segments.map((segment) => showSegment(segment, values)).join('');
}

function showSegment(segment: Segment, values: ReadonlyMap<string, string>): string {
  if (segment.kind === 'literal') return segment.text;
  if (segment.kind === 'hole') return segment.hole.source;
  return values.get(segment.name) ?? segment.source;
}
