import { Aligner, type Atom, nextAtom } from '../align/align.ts';
import { diffAlign } from '../align/diff-align.ts';
import { readCaptures } from '../text/captured.ts';
import { matchSegments } from '../text/match-segments.ts';
import { bindSegments, resolveSegments, showSegments } from '../text/resolve-segments.ts';
import type { JsonDifference, Scope } from '../types.ts';
import type { JsonTemplate, TemplateElement } from './json-template.ts';
import { findEntry, type JsonNode } from './json-text.ts';
import { checkHole } from './json-types.ts';
import { cutShown, equalJson, joinPath, toCapturedText } from './json-values.ts';

/** What a comparison goes by and what it leaves behind. */
export interface JsonComparison {
  readonly scope: Scope;
  /** Captures so far. */
  readonly bindings: Map<string, string>;
  /** A value for people. */
  readonly show: (node: JsonNode) => string;
  readonly differences: JsonDifference[];
}

const MAX_CELLS = 1_000_000;

/** Differences that are looked for; more help nobody. */
export const MAX_DIFFERENCES = 20;

/** Compares a value with a template, in the order of the document, and takes its captures. */
export function compareJson(
  template: JsonTemplate,
  node: JsonNode,
  path: string,
  comparison: JsonComparison,
): void {
  if (comparison.differences.length >= MAX_DIFFERENCES) return;
  const differ = (expected: string, actual = comparison.show(node)) =>
    comparison.differences.push({ path, expected, actual, documentLine: template.line });
  switch (template.kind) {
    case 'constant':
      if (!equalJson(template.node, node)) differ(template.source);
      return;
    case 'hole': {
      const { hole } = template;
      const problem = checkHole(hole, node);
      if (problem === null && hole.name !== undefined) {
        comparison.bindings.set(hole.name, toCapturedText(node));
      }
      if (problem === 'type') differ(`\`${hole.source}\``);
      if (problem === 'constraint') {
        const subject = hole.type.name === 'array' ? 'its length is ' : '';
        differ(
          `\`${hole.source}\``,
          `${comparison.show(node)} (${subject}not ${hole.constraint?.phrase})`,
        );
      }
      return;
    }
    case 'back':
      compareBack(template, node, comparison, differ);
      return;
    case 'text':
      compareText(template, node, comparison, differ);
      return;
    case 'object':
      if (node.kind !== 'object') differ(describe(template));
      else compareObject(template, node, path, comparison);
      return;
    case 'array':
      if (node.kind !== 'array') differ(describe(template));
      else if (template.elements.some((element) => element.kind === 'rest')) {
        compareWithRest(template, node.items, path, comparison);
      } else compareItems(template, node.items, path, comparison);
  }
}

type Differ = (expected: string, actual?: string) => void;
type Template<Kind extends JsonTemplate['kind']> = Extract<JsonTemplate, { kind: Kind }>;

function compareBack(
  { name, internal }: Template<'back'>,
  node: JsonNode,
  { scope, bindings }: JsonComparison,
  differ: Differ,
): void {
  const value = (internal ? bindings : scope).get(name);
  if (value === undefined && !internal) differ(`\`<<${name}>>\``, `\`${name}\` has no value`);
  else if (value !== undefined && toCapturedText(node) !== value) {
    differ(`${cutShown(value)} (\`<<${name}>>\`)`);
  }
}

function compareText(
  template: Template<'text'>,
  node: JsonNode,
  { scope, bindings }: JsonComparison,
  differ: Differ,
): void {
  const missing = new Set<string>();
  const resolved = resolveSegments(template.segments, scope, missing);
  const expected = cutShown(
    JSON.stringify(showSegments(template.segments, new Map([...scope, ...bindings]))),
  );
  const [name] = missing;
  if (name !== undefined) {
    differ(expected, `\`${name}\` has no value`);
    return;
  }
  const segments = bindSegments(resolved, bindings);
  const text = node.kind === 'string' ? node.value : '';
  const ends = node.kind === 'string' ? matchSegments(segments, text) : null;
  if (ends === null) differ(expected);
  else for (const [key, value] of readCaptures(segments, text, ends)) bindings.set(key, value);
}

function compareObject(
  template: Template<'object'>,
  node: Extract<JsonNode, { kind: 'object' }>,
  path: string,
  comparison: JsonComparison,
): void {
  for (const { key, value } of template.entries) {
    const entry = findEntry(node.entries, key);
    const absent = value.kind === 'hole' && value.hole.type.name === 'absent';
    if (entry && !absent) compareJson(value, entry.value, joinPath(path, key), comparison);
    else if (Boolean(entry) === absent) {
      comparison.differences.push({
        path: joinPath(path, key),
        expected: absent ? 'absent' : describe(value),
        actual: entry ? comparison.show(entry.value) : 'absent',
        documentLine: value.line,
      });
    }
  }
}

/** Arrays without `"<<...>>"` are complete and ordered. */
function compareItems(
  template: Template<'array'>,
  items: readonly JsonNode[],
  path: string,
  comparison: JsonComparison,
): void {
  template.elements.forEach((element, index) => {
    const item = items[index];
    if (element.kind === 'rest') return;
    if (item) compareJson(element, item, `${path}[${index}]`, comparison);
    else addMissing(element, `${path}[${index}]`, comparison);
  });
  const extra = items.slice(template.elements.length, template.elements.length + MAX_DIFFERENCES);
  extra.forEach((item, index) => {
    addExtra(template, item, `${path}[${template.elements.length + index}]`, comparison);
  });
}

function addMissing(element: JsonTemplate, path: string, comparison: JsonComparison): void {
  const { line } = element;
  const expected = describe(element);
  comparison.differences.push({ path, expected, actual: 'absent', documentLine: line });
}

function addExtra(
  template: JsonTemplate,
  item: JsonNode,
  path: string,
  { differences, show }: JsonComparison,
): void {
  const actual = show(item);
  differences.push({ path, expected: 'no element', actual, documentLine: template.line });
}

/** Arrays with `"<<...>>"`: an alignment of the elements must exist. */
function compareWithRest(
  template: Template<'array'>,
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
    explainRest(template, items, path, comparison, fits);
    return;
  }
  let atom = 0;
  items.forEach((item, index) => {
    const choice = alignment.choose(index, atom);
    const element = template.elements[choice];
    if (element && element.kind !== 'rest') {
      compareJson(element, item, `${path}[${index}]`, comparison);
    }
    atom = nextAtom(atoms, choice);
  });
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
  { scope, bindings }: JsonComparison,
): (element: number, item: JsonNode) => boolean {
  return (index, item) => {
    const element = elements[index];
    if (!element || element.kind === 'rest') return element !== undefined;
    const trial = { scope, bindings: new Map(bindings), show: () => '', differences: [] };
    compareJson(element, item, '', trial);
    return trial.differences.length === 0;
  };
}

function explainRest(
  template: Template<'array'>,
  items: readonly JsonNode[],
  path: string,
  comparison: JsonComparison,
  fits: (element: number, item: JsonNode) => boolean,
): void {
  const { elements } = template;
  if (elements.length * items.length > MAX_CELLS) {
    const actual = `an array of ${items.length} elements`;
    const expected = describe(template);
    comparison.differences.push({ path, expected, actual, documentLine: template.line });
    return;
  }
  const { steps } = diffAlign(toAtoms(elements), items.length, (element, index) => {
    const item = items[index];
    return item !== undefined && fits(element, item);
  });
  for (const step of steps) {
    if (step.kind === 'same') continue;
    const element = step.kind === 'expected' ? elements[step.atom] : undefined;
    const item = step.kind === 'got' ? items[step.index] : undefined;
    if (element && element.kind !== 'rest') addMissing(element, `${path}[…]`, comparison);
    if (item && step.kind === 'got') addExtra(template, item, `${path}[${step.index}]`, comparison);
  }
}

/** What a template stands for, in a few words. */
function describe(template: JsonTemplate): string {
  if (template.kind === 'hole') return `\`${template.hole.source}\``;
  return cutShown(template.source.replace(/\s*\n\s*/g, ' '));
}
