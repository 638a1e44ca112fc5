import type { Atom } from '../align/align.ts';
import { type JsonComparison, startComparison } from './comparison.ts';
import { compareJson } from './json-compare.ts';
import { type TemplateElement, usesCaptures } from './json-template.ts';
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
  { options, bindings }: Pick<JsonComparison, 'options' | 'bindings'>,
): (element: number, item: JsonNode) => boolean {
  // Of an element without captures every comparison is the same, and there may be millions.
  const trials = elements.map((element) =>
    element.kind === 'rest' || usesCaptures(element)
      ? null
      : startComparison(options, bindings, true),
  );
  return (index, item) => {
    const element = elements[index];
    if (!element || element.kind === 'rest') return element !== undefined;
    const trial = trials[index] ?? startComparison(options, bindings, true);
    trial.count = 0;
    compareJson(element, item, '', trial);
    return trial.count === 0;
  };
}
