import { ANY_TYPE, type ConstraintKind, HOLE_TYPES, type HoleType } from '../text/hole-types.ts';
import { matchSegments } from '../text/match-segments.ts';
import type { Hole } from '../text/segments.ts';
import type { JsonNode } from './json-text.ts';

/** Types that a part of a string cannot have. */
export const VALUE_TYPES: readonly string[] = ['string', 'array', 'object', 'null', 'absent'];

/** Types of holes in `json expect`. */
export const JSON_TYPES: ReadonlyMap<string, HoleType> = new Map([
  ...HOLE_TYPES,
  ...VALUE_TYPES.map((name): [string, HoleType] => {
    const constraint: ConstraintKind = name === 'array' ? 'int-range' : 'none';
    return [name, { ...ANY_TYPE, name, constraint }];
  }),
]);

/**
 * Why a value does not fit a hole that stands for the whole of it: `null` when it does, `type` or
 * `constraint`. `<<:int>>` and its like are JSON numbers, types of text are JSON strings.
 */
export function checkHole(hole: Hole, node: JsonNode): null | 'type' | 'constraint' {
  const measured = measure(hole, node);
  if (measured === null) return 'type';
  return !hole.constraint || hole.constraint.holds(measured) ? null : 'constraint';
}

/** The text that a constraint is about, or `null` for a value of another type. */
function measure(hole: Hole, node: JsonNode): string | null {
  const { name } = hole.type;
  switch (name) {
    case 'int':
      return node.kind === 'number' && /^-?\d+$/.test(node.source) ? node.source : null;
    case 'number':
      // YAML has infinities as well.
      return node.kind === 'number' && /\d/.test(node.source) ? node.source : null;
    case 'array':
      return node.kind === 'array' ? String(node.items.length) : null;
    case 'bool':
    case 'null':
    case 'object':
      return node.kind === name ? '' : null;
    case 'absent':
      return null;
    case 'any':
      // `<<...>>` is any text, `<<:any>>` any value.
      return node.kind === 'string' || hole.source !== '<<...>>' ? '' : null;
    default:
      return node.kind === 'string' && fitsText(hole, node.value) ? node.value : null;
  }
}

function fitsText(hole: Hole, text: string): boolean {
  const segments = [{ kind: 'hole', hole, index: 0 }] as const;
  return matchSegments(segments, text, { ignoreConstraints: true }) !== null;
}
