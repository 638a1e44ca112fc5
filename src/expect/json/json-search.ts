import { Aligner, nextAtom } from '../align/align.ts';
import { listCaptures } from '../text/captured.ts';
import { bindSegments, resolveSegments } from '../text/resolve-segments.ts';
import { createFits, toAtoms } from './array-atoms.ts';
import { type ComparisonOptions, startComparison } from './comparison.ts';
import { compareJson } from './json-compare.ts';
import { isAbsent, type JsonTemplate } from './json-template.ts';
import { findEntry, type JsonNode } from './json-text.ts';

type Bindings = ReadonlyMap<string, string>;

/** What a search goes by; `steps` counts down to where it is given up. */
interface Search {
  readonly options: ComparisonOptions;
  steps: number;
}

const MAX_STEPS = 200_000;
const MAX_CAPTURES = 1000;

/**
 * The captures of the first way in which a value fits a template when the preferred way leaves a
 * captured name with different values; `none` when there is no way, `given-up` when none was found in
 * reasonable time.
 */
export function searchJson(
  template: JsonTemplate,
  node: JsonNode,
  options: ComparisonOptions,
): Bindings | 'none' | 'given-up' {
  const search: Search = { options, steps: MAX_STEPS };
  const first = listSolutions(template, node, new Map(), search).next();
  if (!first.done) return first.value;
  return search.steps < 0 ? 'given-up' : 'none';
}

function* listSolutions(
  template: JsonTemplate,
  node: JsonNode,
  bindings: Bindings,
  search: Search,
): Generator<Bindings> {
  if (--search.steps < 0) return;
  if (template.kind === 'object' && node.kind === 'object') {
    yield* fitEntries(template, node, bindings, search);
  } else if (template.kind === 'array' && node.kind === 'array') {
    yield* fitArray(template, node.items, bindings, search);
  } else if (template.kind === 'text' && node.kind === 'string') {
    const resolved = resolveSegments(template.segments, search.options.scope, new Set());
    const bound = bindSegments(resolved, bindings);
    for (const captures of listCaptures(bound, node.value, bindings, MAX_CAPTURES)) {
      yield new Map([...bindings, ...captures]);
    }
  } else {
    const trial = startComparison(search.options, bindings, true);
    compareJson(template, node, '', trial);
    if (trial.count === 0) yield trial.bindings;
  }
}

/** Somewhere on the way through an object or an array. */
interface State {
  /** Entries or elements that are done with. */
  readonly index: number;
  /** The atom that the next element may be taken by. */
  readonly atom: number;
  readonly known: Bindings;
}

/** Depth first, without recursion: an array has more elements than the stack has frames. */
function* walk(
  end: (state: State) => boolean,
  listMoves: (state: State) => Generator<State>,
  bindings: Bindings,
): Generator<Bindings> {
  const first: State = { index: 0, atom: 0, known: bindings };
  if (end(first)) {
    yield bindings;
    return;
  }
  const open = [listMoves(first)];
  for (let moves = open.at(-1); moves !== undefined; moves = open.at(-1)) {
    const next = moves.next();
    if (next.done) open.pop();
    else if (end(next.value)) yield next.value.known;
    else open.push(listMoves(next.value));
  }
}

function* fitEntries(
  template: Extract<JsonTemplate, { kind: 'object' }>,
  node: Extract<JsonNode, { kind: 'object' }>,
  bindings: Bindings,
  search: Search,
): Generator<Bindings> {
  const { entries } = template;
  // The keys are the same in every way to fit.
  if (search.options.exact) {
    const known = new Set(entries.map(({ key }) => key));
    if (node.entries.some(({ key }) => !known.has(key))) return;
  }
  yield* walk(
    ({ index }) => index === entries.length,
    function* listMoves({ index, known }) {
      const entry = entries[index];
      if (!entry) return;
      const value = findEntry(node.entries, entry.key)?.value;
      if (isAbsent(entry.value)) {
        if (value === undefined) yield { index: index + 1, atom: 0, known };
      } else if (value !== undefined) {
        for (const solution of listSolutions(entry.value, value, known, search)) {
          yield { index: index + 1, atom: 0, known: solution };
        }
      }
    },
    bindings,
  );
}

function* fitArray(
  { elements }: Extract<JsonTemplate, { kind: 'array' }>,
  items: readonly JsonNode[],
  bindings: Bindings,
  search: Search,
): Generator<Bindings> {
  const atoms = toAtoms(elements);
  const fits = createFits(elements, startComparison(search.options, bindings, true));
  const aligner = new Aligner<JsonNode>(atoms, fits);
  search.steps -= items.length;
  for (const item of items) if (!aligner.push(item)) return;
  const alignment = aligner.finish();
  if (!alignment) return;
  const last = elements.at(-1)?.kind === 'rest' ? elements.length - 1 : -1;
  yield* walk(
    // What is left for a `"<<...>>"` at the end needs no search.
    ({ index, atom }) => index === items.length || atom === last,
    function* listMoves({ index, atom, known }) {
      const item = items[index];
      if (!item) return;
      for (const choice of alignment.choices(index, atom)) {
        const element = elements[choice];
        if (!element || --search.steps < 0) return;
        const next = { index: index + 1, atom: nextAtom(atoms, choice) };
        if (element.kind === 'rest') yield { ...next, known };
        else {
          for (const solution of listSolutions(element, item, known, search)) {
            yield { ...next, known: solution };
          }
        }
      }
    },
    bindings,
  );
}
