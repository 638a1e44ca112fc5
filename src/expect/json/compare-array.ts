import { Aligner, nextAtom } from '../align/align.ts';
import { createFits, toAtoms } from './array-atoms.ts';
import { addDifference, addMissing, describeExpected, type JsonComparison } from './comparison.ts';
import { addUnexpected, explainArray, placeOf } from './explain-array.ts';
import { compareJson } from './json-compare.ts';
import type { JsonTemplate } from './json-template.ts';
import type { JsonNode } from './json-text.ts';

type ArrayTemplate = Extract<JsonTemplate, { kind: 'array' }>;

/** The differences of longer arrays are not looked for one by one. */
const MAX_CELLS = 1_000_000;

/** Compares an array: complete and ordered, or, with `"<<...>>"`, so that the elements align. */
export function compareArray(
  template: ArrayTemplate,
  items: readonly JsonNode[],
  path: string,
  comparison: JsonComparison,
): void {
  const { elements } = template;
  if (elements.some(({ kind }) => kind === 'rest')) {
    compareWithRest(template, items, path, comparison);
  } else if (comparison.trial && elements.length !== items.length) comparison.count++;
  else if (elements.length === items.length || elements.length * items.length > MAX_CELLS) {
    compareInOrder(template, items, path, comparison);
  } else explainArray(template, items, path, comparison);
}

function compareInOrder(
  template: ArrayTemplate,
  items: readonly JsonNode[],
  path: string,
  comparison: JsonComparison,
): void {
  template.elements.forEach((element, index) => {
    const item = items[index];
    const place = placeOf(items, index, path, comparison);
    if (element.kind === 'rest') return;
    if (item) compareJson(element, item, place, comparison);
    else addMissing(element, place, comparison);
  });
  for (let index = template.elements.length; index < items.length; index++) {
    addUnexpected(template, items, index, path, comparison);
  }
}

function compareWithRest(
  template: ArrayTemplate,
  items: readonly JsonNode[],
  path: string,
  comparison: JsonComparison,
): void {
  const atoms = toAtoms(template.elements);
  const fits = createFits(template.elements, comparison);
  const aligner = new Aligner<JsonNode>(atoms, fits);
  for (const item of items) if (!aligner.push(item)) break;
  const alignment = aligner.finish();
  if (!alignment) {
    if (comparison.trial) comparison.count++;
    else if (template.elements.length * items.length > MAX_CELLS) {
      addTooLong(template, items, path, comparison);
    } else explainArray(template, items, path, comparison);
    return;
  }
  let atom = 0;
  items.forEach((item, index) => {
    const choice = alignment.choose(index, atom);
    const element = template.elements[choice];
    if (element && element.kind !== 'rest') {
      compareJson(element, item, placeOf(items, index, path, comparison), comparison);
    }
    atom = nextAtom(atoms, choice);
  });
}

function addTooLong(
  template: ArrayTemplate,
  items: readonly JsonNode[],
  path: string,
  comparison: JsonComparison,
): void {
  addDifference(comparison, path, () => ({
    expected: describeExpected(template, comparison),
    actual: `an array of ${items.length} elements, in which these do not stand in this order`,
    documentLine: template.line,
  }));
}
