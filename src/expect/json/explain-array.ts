import { diffAlign } from '../align/diff-align.ts';
import { createFits, toAtoms } from './array-atoms.ts';
import { describeClosest } from './closest-element.ts';
import {
  addDifference,
  addExtra,
  addMissing,
  describeExpected,
  type JsonComparison,
} from './comparison.ts';
import { compareJson } from './json-compare.ts';
import type { JsonTemplate, TemplateElement } from './json-template.ts';
import type { JsonNode } from './json-text.ts';

type ArrayTemplate = Extract<JsonTemplate, { kind: 'array' }>;

/** Elements that nothing fits, between two that something does. */
interface Gap {
  readonly missing: number[];
  readonly extra: number[];
}

/** Where an element of an array is. */
export function placeOf(
  items: readonly JsonNode[],
  index: number,
  path: string,
  { options: { gathered } }: JsonComparison,
): string {
  return gathered?.items === items ? gathered.placeOf(index) : `${path}[${index}]`;
}

/** Takes note of an element that should not be there. */
export function addUnexpected(
  template: ArrayTemplate,
  items: readonly JsonNode[],
  index: number,
  path: string,
  comparison: JsonComparison,
): void {
  const item = items[index];
  if (!item) return;
  const place = placeOf(items, index, path, comparison);
  addExtra(item, place, 'no element', template.line, comparison);
}

/**
 * The differences of an array whose elements do not align: as few as possible are missing or extra,
 * and where both stand at the same place they are compared. Time grows with the product of both.
 */
export function explainArray(
  template: ArrayTemplate,
  items: readonly JsonNode[],
  path: string,
  comparison: JsonComparison,
): void {
  const { elements } = template;
  const fits = createFits(elements, comparison);
  const { steps } = diffAlign(toAtoms(elements), items.length, (element, index) => {
    const item = items[index];
    return item !== undefined && fits(element, item);
  });
  let gap: Gap = { missing: [], extra: [] };
  const close = () => {
    explainGap(gap, template, items, path, comparison);
    gap = { missing: [], extra: [] };
  };
  for (const step of steps) {
    if (step.kind === 'expected') gap.missing.push(step.atom);
    else if (step.kind === 'got') gap.extra.push(step.index);
    else {
      close();
      compareAt(elements[step.atom], items, step.index, path, comparison);
    }
  }
  close();
}

function explainGap(
  { missing, extra }: Gap,
  template: ArrayTemplate,
  items: readonly JsonNode[],
  path: string,
  comparison: JsonComparison,
): void {
  missing.forEach((atom, at) => {
    const element = template.elements[atom];
    const index = extra[at];
    if (index !== undefined) compareAt(element, items, index, path, comparison);
    else if (element && element.kind !== 'rest') {
      if (atom >= items.length)
        addMissing(element, placeOf(items, atom, path, comparison), comparison);
      else addLost(element, items, path, comparison);
    }
  });
  for (const index of extra.slice(missing.length)) {
    addUnexpected(template, items, index, path, comparison);
  }
}

/** An element that should be somewhere; the one that is most like it says why it is not. */
function addLost(
  element: JsonTemplate,
  items: readonly JsonNode[],
  path: string,
  comparison: JsonComparison,
): void {
  addDifference(comparison, `${path}[…]`, () => ({
    expected: describeExpected(element, comparison),
    actual: describeClosest(
      element,
      items,
      (index) => placeOf(items, index, path, comparison),
      comparison,
    ),
    documentLine: element.line,
  }));
}

function compareAt(
  element: TemplateElement | undefined,
  items: readonly JsonNode[],
  index: number,
  path: string,
  comparison: JsonComparison,
): void {
  const item = items[index];
  if (!item || !element || element.kind === 'rest') return;
  compareJson(element, item, placeOf(items, index, path, comparison), comparison);
}
