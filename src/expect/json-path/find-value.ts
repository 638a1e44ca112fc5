import type { JsonNode } from '../json/json-text.ts';
import { selectNodes, showPlace } from './select.ts';
import type { PathQuery } from './types.ts';

/** What a path stands for in an expectation. */
export type FoundValue =
  /** The value of a singular query; for any other the array of the values that it selects. */
  | {
      readonly kind: 'value';
      readonly node: JsonNode;
      /** For people: where the value is, or the path as written. */
      readonly place: string;
      /** Where the elements of the array of a query that is not singular are, one for each. */
      readonly places: ReadonlyMap<JsonNode, string>;
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
    const places = new Map(nodes.map((selected) => [selected.node, showPlace(selected)]));
    const node: JsonNode = { kind: 'array', items, start: 0, end: 0 };
    return { kind: 'value', node, place: path.source, places };
  }
  const [only] = nodes;
  if (only === undefined) return { kind: 'absent' };
  return { kind: 'value', node: only.node, place: showPlace(only), places: new Map() };
}
