import type { JsonNode } from '../json/json-text.ts';
import { selectNodes, showPlace } from './select.ts';
import type { PathQuery } from './types.ts';

/** The array of the values that a query has selected. */
export interface Gathered {
  readonly items: readonly JsonNode[];
  /** Where an element of it is, such as `$.items[2].name`. */
  placeOf(index: number): string;
}

/** What a path stands for in an expectation. */
export type FoundValue =
  /** The value of a singular query; for any other the array of the values that it selects. */
  | {
      readonly kind: 'value';
      readonly node: JsonNode;
      /** For people: where the value is, or the path as written. */
      readonly place: string;
      /** Set for that array. */
      readonly gathered: Gathered | undefined;
    }
  /** A singular query that selects nothing. */
  | { readonly kind: 'absent' }
  /** `message` completes a sentence about the path. */
  | { readonly kind: 'failed'; readonly message: string };

/** The value that a path stands for. */
export function findValue(path: PathQuery, root: JsonNode): FoundValue {
  const selection = selectNodes(path, root);
  if (!selection.ok) return { kind: 'failed', message: selection.message };
  const { nodes } = selection;
  if (!path.singular) {
    const items = nodes.map(({ node }) => node);
    const placeOf = (index: number): string => {
      const selected = nodes[index];
      return selected ? showPlace(selected) : `${path.source} (value ${index + 1})`;
    };
    const node: JsonNode = { kind: 'array', items, start: 0, end: 0 };
    return { kind: 'value', node, place: path.source, gathered: { items, placeOf } };
  }
  const [only] = nodes;
  if (only === undefined) return { kind: 'absent' };
  return { kind: 'value', node: only.node, place: showPlace(only), gathered: undefined };
}
