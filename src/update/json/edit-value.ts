import { compareJson, toAtoms } from '../../expect/json/json-compare.ts';
import type { JsonTemplate } from '../../expect/json/json-template.ts';
import { findEntry, type JsonNode } from '../../expect/json/json-text.ts';
import type { Scope } from '../../expect/types.ts';
import { fitSequence } from '../fit-sequence.ts';
import { editLeaf } from './edit-leaf.ts';
import { editList, type ListEdit } from './edit-list.ts';
import { isText, measureValues } from './likeness.ts';
import type { BodyEdit } from './text-edits.ts';
import { type JsonStyle, writeValue } from './write-template.ts';

/** What the edits of a value go by. */
export interface ValueContext {
  readonly body: string;
  readonly style: JsonStyle;
  readonly scope: Scope;
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
    compareJson(template, actual, '', startComparison(context, context.bindings));
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

function fits(template: JsonTemplate, actual: JsonNode, context: ValueContext): boolean {
  const trial = startComparison(context, new Map(context.bindings));
  compareJson(template, actual, '', trial);
  return trial.differences.length === 0;
}

function startComparison({ scope }: ValueContext, bindings: Map<string, string>) {
  return { scope, bindings, show: () => '', differences: [] };
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
    const isAbsent = value.kind === 'hole' && value.hole.type.name === 'absent';
    if (entry === undefined && !isAbsent) {
      return { kind: 'gone', ...(isText(value) ? {} : { givesUp: value.source }) };
    }
    if (entry && place && isAbsent) edits.push(editLeaf(value, place, entry.value, context));
    else if (entry && place) edits.push(...editValue(value, place, entry.value, context));
    return { kind: 'kept' };
  });
  const places = written.entries.map(({ start, value: { end } }) => ({ start, end }));
  return [...edits, ...editList(written, places, list, context)];
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
        context.pattern ? '"<<...>>"' : item ? writeValue(item, context.style, indent) : '';
      // A `"<<...>>"` that takes nothing has no step of its own.
      list.push({ kind: 'new', write });
      continue;
    }
    while (next < step.atom) list.push(keepRest(next++));
    const element = elements[step.atom];
    const place = written.items[step.atom];
    if (next > step.atom || element === undefined || place === undefined) continue;
    next = step.atom + 1;
    const item = step.kind === 'gone' ? undefined : actual.items[step.index];
    if (element.kind === 'rest') list.push({ kind: 'kept' });
    else if (item === undefined) {
      list.push({ kind: 'gone', ...(isText(element) ? {} : { givesUp: element.source }) });
    } else {
      list.push({ kind: 'kept' });
      edits.push(...editValue(element, place, item, context));
    }
  }
  while (next < elements.length) list.push(keepRest(next++));
  return [...edits, ...editList(written, written.items, list, context)];
}

function keepRest(_index: number): ListEdit {
  return { kind: 'kept' };
}
