import { findEntry, type JsonNode } from '../json/json-text.ts';
import { joinPath } from '../json/json-values.ts';
import { holdsTest } from './filter.ts';
import type { PathQuery, PathSegment, PathSelector } from './types.ts';

/** A value that a path selects, and how it is reached. */
export interface Selected {
  readonly node: JsonNode;
  /** The value that it is a member or an element of; `null` for the document's. */
  readonly parent: Selected | null;
  /** Its key or index there. */
  readonly step: string | number;
}

export type Selection =
  | { readonly ok: true; readonly nodes: readonly Selected[] }
  /** `message` completes a sentence about the path. */
  | { readonly ok: false; readonly message: string };

/** What a selection goes by. */
export interface Search {
  readonly root: JsonNode;
  /** Steps that are left. */
  steps: number;
}

/** A few seconds; `$..*..*..*` on a large value would take for ever. */
const MAX_STEPS = 10_000_000;

class SearchLimit extends Error {}

/** The values that a path selects, in the order of RFC 9535 and of the document. */
export function selectNodes({ segments }: PathQuery, root: JsonNode): Selection {
  try {
    return { ok: true, nodes: follow(segments, root, { root, steps: MAX_STEPS }) };
  } catch (error) {
    if (!(error instanceof SearchLimit)) throw error;
    return { ok: false, message: `was given up after ${MAX_STEPS.toLocaleString('en-US')} steps` };
  }
}

/** Follows segments from a value. */
export function follow(
  segments: readonly PathSegment[],
  from: JsonNode,
  search: Search,
): readonly Selected[] {
  let selected: readonly Selected[] = [{ node: from, parent: null, step: '$' }];
  for (const { descends, selectors } of segments) {
    const found: Selected[] = [];
    for (const start of selected) {
      for (const at of descends ? descend(start, search) : [start]) {
        for (const selector of selectors) select(selector, at, search, found);
      }
    }
    selected = found;
  }
  return selected;
}

/** The path of a value, such as `$.items[2].name`. */
export function showPlace(selected: Selected): string {
  const steps: (string | number)[] = [];
  for (let at = selected; at.parent !== null; at = at.parent) steps.push(at.step);
  return steps.reduceRight<string>(
    (path, step) => (typeof step === 'number' ? `${path}[${step}]` : joinPath(path, step)),
    '$',
  );
}

/** A value and all values inside it, each before those inside it. */
function* descend(from: Selected, search: Search): Generator<Selected> {
  const waiting = [from];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    const inside = listChildren(next, search);
    for (let index = inside.length - 1; index >= 0; index--) {
      const child = inside[index];
      if (child) waiting.push(child);
    }
  }
}

function select(selector: PathSelector, at: Selected, search: Search, found: Selected[]): void {
  const { node } = at;
  spend(search, 1);
  switch (selector.kind) {
    case 'name': {
      const value = node.kind === 'object' && findEntry(node.entries, selector.name)?.value;
      if (value) found.push({ node: value, parent: at, step: selector.name });
      return;
    }
    case 'index':
      if (node.kind === 'array') addItem(selector.index, node.items, at, found);
      return;
    case 'slice':
      if (node.kind === 'array') {
        for (const index of listSlice(selector, node.items.length)) {
          spend(search, 1);
          addItem(index, node.items, at, found);
        }
      }
      return;
    case 'wildcard':
      for (const child of listChildren(at, search)) found.push(child);
      return;
    case 'filter':
      for (const child of listChildren(at, search)) {
        if (holdsTest(selector.test, child.node, search)) found.push(child);
      }
  }
}

function addItem(
  index: number,
  items: readonly JsonNode[],
  parent: Selected,
  found: Selected[],
): void {
  const step = index < 0 ? items.length + index : index;
  const node = items[step];
  if (node) found.push({ node, parent, step });
}

/** The indices of a slice, as RFC 9535 §2.3.4.2.2 computes them. */
function* listSlice(
  { start, stop, step }: Extract<PathSelector, { kind: 'slice' }>,
  length: number,
): Generator<number> {
  if (step === 0) return;
  const normalize = (index: number) => (index < 0 ? length + index : index);
  if (step > 0) {
    const from = Math.max(normalize(start ?? 0), 0);
    const to = Math.min(normalize(stop ?? length), length);
    for (let index = from; index < to; index += step) yield index;
  } else {
    const from = Math.min(normalize(start ?? length - 1), length - 1);
    const to = Math.max(stop === undefined ? -1 : normalize(stop), -1);
    for (let index = from; index > to; index += step) yield index;
  }
}

/** The members or elements of a value. Of a key that is repeated the last value counts. */
function listChildren(parent: Selected, search: Search): Selected[] {
  const { node } = parent;
  if (node.kind === 'array') {
    spend(search, node.items.length);
    return node.items.map((item, step) => ({ node: item, parent, step }));
  }
  if (node.kind !== 'object') return [];
  spend(search, node.entries.length);
  const members = new Map(node.entries.map(({ key, value }) => [key, value]));
  return [...members].map(([step, value]) => ({ node: value, parent, step }));
}

function spend(search: Search, steps: number): void {
  search.steps -= steps;
  if (search.steps < 0) throw new SearchLimit();
}
