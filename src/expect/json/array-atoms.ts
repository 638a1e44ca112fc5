import type { Atom } from '../align/align.ts';
import type { JsonComparison } from './comparison.ts';
import { fitsJson } from './json-compare.ts';
import type { TemplateElement } from './json-template.ts';
import type { JsonNode } from './json-text.ts';

/** One atom for each element. */
export function toAtoms(elements: readonly TemplateElement[]): Atom[] {
  return elements.map(({ kind }, item) => ({
    item,
    skippable: kind === 'rest',
    repeats: kind === 'rest',
  }));
}

/** Whether an element fits an item, given the captures so far; takes no captures. */
export function createFits(
  elements: readonly TemplateElement[],
  comparison: Pick<JsonComparison, 'options' | 'bindings'>,
): (element: number, item: JsonNode) => boolean {
  return (index, item) => {
    const element = elements[index];
    if (!element || element.kind === 'rest') return element !== undefined;
    return fitsJson(element, item, comparison);
  };
}
