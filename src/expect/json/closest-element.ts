import { type JsonComparison, startComparison } from './comparison.ts';
import { compareJson } from './json-compare.ts';
import type { JsonTemplate } from './json-template.ts';
import type { JsonNode } from './json-text.ts';

/** Elements that are looked at. */
const MAX_ELEMENTS = 1000;

/** That no element fits, and what is different in the one that is most like it. */
export function describeClosest(
  element: JsonTemplate,
  items: readonly JsonNode[],
  placeOf: (index: number) => string,
  { options, bindings }: JsonComparison,
): string {
  let closest: JsonComparison | null = null;
  // One that has nothing in common is not like it.
  let fewest = countLeaves(element);
  items.slice(0, MAX_ELEMENTS).forEach((item, index) => {
    if (item.kind !== element.kind) return;
    const comparison = startComparison(options, bindings);
    compareJson(element, item, placeOf(index), comparison);
    if (comparison.count >= fewest) return;
    fewest = comparison.count;
    closest = comparison;
  });
  const [difference] = takeDifferences(closest);
  if (difference === undefined) return 'absent';
  return `absent; in the closest, ${difference.path} is ${difference.actual}`;
}

function takeDifferences(comparison: JsonComparison | null): JsonComparison['differences'] {
  return comparison?.differences ?? [];
}

function countLeaves(template: JsonTemplate): number {
  if (template.kind === 'object') {
    return template.entries.reduce((sum, { value }) => sum + countLeaves(value), 0);
  }
  if (template.kind !== 'array') return 1;
  return template.elements.reduce((sum, e) => sum + (e.kind === 'rest' ? 0 : countLeaves(e)), 0);
}
