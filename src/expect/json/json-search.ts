import { Aligner, nextAtom } from '../align/align.ts';
import { listCaptures } from '../text/captured.ts';
import { bindSegments, resolveSegments } from '../text/resolve-segments.ts';
import type { Scope } from '../types.ts';
import { compareJson, createFits, type JsonComparison, toAtoms } from './json-compare.ts';
import type { JsonTemplate } from './json-template.ts';
import { findEntry, type JsonNode } from './json-text.ts';

type Bindings = ReadonlyMap<string, string>;

/** What a search goes by; `steps` counts down to where it is given up. */
interface Search {
  readonly scope: Scope;
  steps: number;
}

const MAX_STEPS = 200_000;
const MAX_CAPTURES = 1000;
/** Longer arrays would nest too deep. */
const MAX_ELEMENTS = 500;

/**
 * The captures of the first way in which a value fits a template when the preferred way leaves a
 * captured name with different values; `null` when there is none, or none is found in reasonable
 * time.
 */
export function searchJson(template: JsonTemplate, node: JsonNode, scope: Scope): Bindings | null {
  const search: Search = { scope, steps: MAX_STEPS };
  const first = listSolutions(template, node, new Map(), search).next();
  return first.done ? null : first.value;
}

function* listSolutions(
  template: JsonTemplate,
  node: JsonNode,
  bindings: Bindings,
  search: Search,
): Generator<Bindings> {
  if (--search.steps < 0) return;
  if (template.kind === 'object' && node.kind === 'object') {
    yield* fitEntries(template, node, 0, bindings, search);
  } else if (template.kind === 'array' && node.kind === 'array') {
    yield* fitArray(template, node.items, bindings, search);
  } else if (template.kind === 'text' && node.kind === 'string') {
    const resolved = resolveSegments(template.segments, search.scope, new Set());
    const bound = bindSegments(resolved, bindings);
    for (const captures of listCaptures(bound, node.value, bindings, MAX_CAPTURES)) {
      yield new Map([...bindings, ...captures]);
    }
  } else {
    const trial = startComparison(bindings, search);
    compareJson(template, node, '', trial);
    if (trial.differences.length === 0) yield trial.bindings;
  }
}

function startComparison(bindings: Bindings, { scope }: Search): JsonComparison {
  return { scope, bindings: new Map(bindings), show: () => '', differences: [] };
}

function* fitEntries(
  template: Extract<JsonTemplate, { kind: 'object' }>,
  node: Extract<JsonNode, { kind: 'object' }>,
  from: number,
  bindings: Bindings,
  search: Search,
): Generator<Bindings> {
  const entry = template.entries[from];
  if (entry === undefined) {
    yield bindings;
    return;
  }
  const value = findEntry(node.entries, entry.key)?.value;
  const absent = entry.value.kind === 'hole' && entry.value.hole.type.name === 'absent';
  if (absent || value === undefined) {
    if (absent && value === undefined)
      yield* fitEntries(template, node, from + 1, bindings, search);
    return;
  }
  for (const solution of listSolutions(entry.value, value, bindings, search)) {
    yield* fitEntries(template, node, from + 1, solution, search);
  }
}

function* fitArray(
  { elements }: Extract<JsonTemplate, { kind: 'array' }>,
  items: readonly JsonNode[],
  bindings: Bindings,
  search: Search,
): Generator<Bindings> {
  if (items.length > MAX_ELEMENTS) return;
  const atoms = toAtoms(elements);
  const aligner = new Aligner<JsonNode>(
    atoms,
    createFits(elements, startComparison(bindings, search)),
  );
  for (const item of items) if (!aligner.push(item)) return;
  const alignment = aligner.finish();
  if (!alignment) return;
  yield* (function* fitFrom(index: number, atom: number, known: Bindings): Generator<Bindings> {
    const item = items[index];
    if (item === undefined) {
      yield known;
      return;
    }
    for (const choice of alignment.choices(index, atom)) {
      const element = elements[choice];
      if (!element || --search.steps < 0) return;
      const next = nextAtom(atoms, choice);
      if (element.kind === 'rest') yield* fitFrom(index + 1, next, known);
      else {
        for (const solution of listSolutions(element, item, known, search)) {
          yield* fitFrom(index + 1, next, solution);
        }
      }
    }
  })(0, 0, bindings);
}
