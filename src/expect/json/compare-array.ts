import { Aligner, type Atom, nextAtom } from '../align/align.ts';
import { diffAlign } from '../align/diff-align.ts';
import {
  addDifference,
  addExtra,
  addMissing,
  describeExpected,
  type JsonComparison,
} from './comparison.ts';
import { compareJson, fitsJson } from './json-compare.ts';
import type { JsonTemplate, TemplateElement } from './json-template.ts';
import type { JsonNode } from './json-text.ts';

type ArrayTemplate = Extract<JsonTemplate, { kind: 'array' }>;

/** The differences of longer arrays are not looked for one by one. */
const MAX_CELLS = 1_000_000;
const NO_ELEMENT = 'no element';

/** Compares an array: complete and ordered, or, with `"<<...>>"`, so that the elements align. */
export function compareArray(
  template: ArrayTemplate,
  items: readonly JsonNode[],
  path: string,
  comparison: JsonComparison,
): void {
  if (template.elements.some(({ kind }) => kind === 'rest')) {
    compareWithRest(template, items, path, comparison);
    return;
  }
  template.elements.forEach((element, index) => {
    const item = items[index];
    if (element.kind === 'rest') return;
    if (item) compareJson(element, item, placeOf(items, index, path, comparison), comparison);
    else addMissing(element, placeOf(items, index, path, comparison), comparison);
  });
  for (let index = template.elements.length; index < items.length; index++) {
    addUnexpected(template, items, index, path, comparison);
  }
}

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

function placeOf(
  items: readonly JsonNode[],
  index: number,
  path: string,
  { options: { gathered } }: JsonComparison,
): string {
  return gathered?.items === items ? gathered.placeOf(index) : `${path}[${index}]`;
}

function addUnexpected(
  template: ArrayTemplate,
  items: readonly JsonNode[],
  index: number,
  path: string,
  comparison: JsonComparison,
): void {
  const item = items[index];
  if (!item) return;
  const place = placeOf(items, index, path, comparison);
  addExtra(item, place, NO_ELEMENT, template.line, comparison);
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
    else explainRest(template, items, path, comparison, fits);
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

function explainRest(
  template: ArrayTemplate,
  items: readonly JsonNode[],
  path: string,
  comparison: JsonComparison,
  fits: (element: number, item: JsonNode) => boolean,
): void {
  const { elements, line } = template;
  if (elements.length * items.length > MAX_CELLS) {
    addDifference(comparison, path, () => ({
      expected: describeExpected(template, comparison),
      actual: `an array of ${items.length} elements, in which these do not stand in this order`,
      documentLine: line,
    }));
    return;
  }
  const { steps } = diffAlign(toAtoms(elements), items.length, (element, index) => {
    const item = items[index];
    return item !== undefined && fits(element, item);
  });
  for (const step of steps) {
    if (step.kind === 'got') addUnexpected(template, items, step.index, path, comparison);
    const element = step.kind === 'expected' ? elements[step.atom] : undefined;
    if (element && element.kind !== 'rest') addMissing(element, `${path}[…]`, comparison);
  }
}
