import { toAtoms } from '../../expect/json/array-atoms.ts';
import { type ComparisonOptions, startComparison } from '../../expect/json/comparison.ts';
import { compareJson } from '../../expect/json/json-compare.ts';
import { isAbsent, type JsonTemplate } from '../../expect/json/json-template.ts';
import { findEntry, type JsonNode } from '../../expect/json/json-text.ts';
import type { ValueFormat } from '../../expect/json/read-value.ts';
import { fitSequence } from '../fit-sequence.ts';
import type { BodyEdit } from './body-edit.ts';
import { editLeaf } from './edit-leaf.ts';
import { editList, type ListEdit } from './edit-list.ts';
import { isText, measureValues } from './likeness.ts';
import { type JsonStyle, writeText, writeValue } from './write-template.ts';
import { writeYamlValue } from './write-yaml.ts';

/** What the edits of a value go by. */
export interface ValueContext {
  readonly body: string;
  readonly format: ValueFormat;
  readonly style: JsonStyle;
  readonly options: ComparisonOptions;
  /** Captures so far. */
  readonly bindings: Map<string, string>;
  /** Puts holes where values differ. */
  readonly pattern: boolean;
}

type Template<Kind extends JsonTemplate['kind']> = Extract<JsonTemplate, { kind: Kind }>;
type Node<Kind extends JsonNode['kind']> = Extract<JsonNode, { kind: Kind }>;

/** The edits that make a template stand for a value; `written` is the template with its places. */
export function editValue(
  template: JsonTemplate,
  written: JsonNode,
  actual: JsonNode,
  context: ValueContext,
): BodyEdit[] {
  if (fits(template, actual, context)) {
    const comparison = startComparison(context.options, context.bindings);
    compareJson(template, actual, '', comparison);
    for (const [name, value] of comparison.bindings) context.bindings.set(name, value);
    return [];
  }
  if (template.kind === 'object' && written.kind === 'object' && actual.kind === 'object') {
    return editObject(template, written, actual, context);
  }
  if (template.kind === 'array' && written.kind === 'array' && actual.kind === 'array') {
    const edits = editArray(template, written, actual, context);
    if (edits !== null) return edits;
  }
  return [editLeaf(template, written, actual, context)];
}

/** Whether a template stands for a value, given the captures so far. */
function fits(template: JsonTemplate, actual: JsonNode, context: ValueContext): boolean {
  const trial = startComparison(context.options, context.bindings, true);
  compareJson(template, actual, '', trial);
  return trial.count === 0;
}

function editObject(
  template: Template<'object'>,
  written: Node<'object'>,
  actual: Node<'object'>,
  context: ValueContext,
): BodyEdit[] {
  const edits: BodyEdit[] = [];
  const list: ListEdit[] = template.entries.map(({ key, value }, index) => {
    const place = written.entries[index]?.value;
    const entry = findEntry(actual.entries, key);
    if (entry === undefined && !isAbsent(value)) return goneEdit(value, place, context);
    if (entry && place && isAbsent(value)) edits.push(editLeaf(value, place, entry.value, context));
    else if (entry && place) edits.push(...editValue(value, place, entry.value, context));
    return { kind: 'kept' };
  });
  const places = written.entries.map(({ start, value: { end } }) => ({ start, end }));
  if (context.options.exact) list.push(...newEntries(template, actual, context));
  return [...edits, ...editList(written, places, list, context)];
}

/** The keys of an exact comparison that the body does not have. */
function newEntries(
  template: Template<'object'>,
  { entries }: Node<'object'>,
  context: ValueContext,
): ListEdit[] {
  const known = new Set(template.entries.map(({ key }) => key));
  const added = new Map(entries.flatMap((e) => (known.has(e.key) ? [] : [[e.key, e.value]])));
  return [...added].map(([key, value]) => ({
    kind: 'new',
    write: (indent) => `${writeText(key)}:${context.style.gap}${writeIn(context, value, indent)}`,
  }));
}

function goneEdit(
  template: JsonTemplate,
  place: JsonNode | undefined,
  { body }: ValueContext,
): ListEdit {
  if (isText(template)) return { kind: 'gone' };
  return { kind: 'gone', givesUp: body.slice(place?.start, place?.end) };
}

function editArray(
  template: Template<'array'>,
  written: Node<'array'>,
  actual: Node<'array'>,
  context: ValueContext,
): BodyEdit[] | null {
  const { elements } = template;
  const steps = fitSequence(toAtoms(elements), actual.items.length, {
    holds: (at, index) => {
      const [element, item] = [elements[at], actual.items[index]];
      if (element === undefined || item === undefined) return false;
      return element.kind === 'rest' || fits(element, item, context);
    },
    likeness: (at, index) => {
      const [element, item] = [elements[at], actual.items[index]];
      if (element === undefined || item === undefined || element.kind === 'rest') return null;
      return measureValues(element, item);
    },
    isPattern: (at) => {
      const element = elements[at];
      return element !== undefined && element.kind !== 'rest' && !isText(element);
    },
  });
  if (steps === null) return null;
  const edits: BodyEdit[] = [];
  const list: ListEdit[] = [];
  let next = 0;
  for (const step of steps) {
    if (step.kind === 'new') {
      const item = actual.items[step.index];
      const write = (indent: string | null): string =>
        context.pattern ? '"<<...>>"' : item ? writeIn(context, item, indent) : '';
      // A `"<<...>>"` that takes nothing has no step of its own.
      list.push({ kind: 'new', write });
      continue;
    }
    for (; next < step.atom; next++) list.push({ kind: 'kept' });
    const element = elements[step.atom];
    const place = written.items[step.atom];
    if (next > step.atom || element === undefined || place === undefined) continue;
    next = step.atom + 1;
    const item = step.kind === 'gone' ? undefined : actual.items[step.index];
    if (element.kind === 'rest') list.push({ kind: 'kept' });
    else if (item === undefined) {
      list.push(goneEdit(element, place, context));
    } else {
      list.push({ kind: 'kept' });
      edits.push(...editValue(element, place, item, context));
    }
  }
  for (; next < elements.length; next++) list.push({ kind: 'kept' });
  return [...edits, ...editList(written, written.items, list, context)];
}

function writeIn({ format, style }: ValueContext, node: JsonNode, indent: string | null): string {
  return format === 'YAML' ? writeYamlValue(node, style) : writeValue(node, style, indent);
}
