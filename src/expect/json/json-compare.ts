import { readCaptures } from '../text/captured.ts';
import { matchSegments } from '../text/match-segments.ts';
import { bindSegments, resolveSegments } from '../text/resolve-segments.ts';
import { compareArray } from './compare-array.ts';
import {
  addDifference,
  addExtra,
  addMissing,
  describeExpected,
  type JsonComparison,
} from './comparison.ts';
import { isAbsent, type JsonTemplate } from './json-template.ts';
import { findEntry, type JsonEntry, type JsonNode } from './json-text.ts';
import { checkHole } from './json-types.ts';
import { cutShown, equalJson, joinPath, showJson, toCapturedText } from './json-values.ts';

type Template<Kind extends JsonTemplate['kind']> = Extract<JsonTemplate, { kind: Kind }>;
/** Takes note of a difference; its texts are made only when it is shown. */
type Differ = (expected: () => string, actual?: () => string) => void;

/** More keys are looked up in a map. */
const MAX_SEARCHED_KEYS = 16;

/** Compares a value with a template, in the order of the document, and takes its captures. */
export function compareJson(
  template: JsonTemplate,
  node: JsonNode,
  path: string,
  comparison: JsonComparison,
): void {
  if (comparison.trial && comparison.count > 0) return;
  const differ: Differ = (expected, actual) => {
    const documentLine = template.line;
    addDifference(comparison, path, () => ({
      expected: expected(),
      actual: actual?.() ?? showJson(node),
      documentLine,
    }));
  };
  const expected = () => describeExpected(template, comparison);
  switch (template.kind) {
    case 'constant':
      if (!equalJson(template.node, node)) differ(expected);
      return;
    case 'hole':
      compareHole(template, node, comparison, differ);
      return;
    case 'back':
      compareBack(template, node, comparison, differ);
      return;
    case 'text':
      compareText(template, node, comparison, differ);
      return;
    case 'object':
      if (node.kind !== 'object') differ(expected);
      else compareObject(template, node, path, comparison);
      return;
    case 'array':
      if (node.kind !== 'array') differ(expected);
      else compareArray(template, node.items, path, comparison);
  }
}

function compareHole(
  { hole }: Template<'hole'>,
  node: JsonNode,
  { bindings }: JsonComparison,
  differ: Differ,
): void {
  const problem = checkHole(hole, node);
  if (problem === null) {
    if (hole.name !== undefined) bindings.set(hole.name, toCapturedText(node));
    return;
  }
  const subject = hole.type.name === 'array' ? 'its length is ' : '';
  differ(
    () => `\`${hole.source}\``,
    problem === 'type'
      ? undefined
      : () => `${showJson(node)} (${subject}not ${hole.constraint?.phrase})`,
  );
}

function compareBack(
  { name, internal }: Template<'back'>,
  node: JsonNode,
  { options, bindings }: JsonComparison,
  differ: Differ,
): void {
  const value = (internal ? bindings : options.scope).get(name);
  if (value === undefined && !internal) {
    differ(
      () => `\`<<${name}>>\``,
      () => `\`${name}\` has no value`,
    );
  } else if (value !== undefined && toCapturedText(node) !== value) {
    differ(() => `${cutShown(value)} (\`<<${name}>>\`)`);
  }
}

function compareText(
  template: Template<'text'>,
  node: JsonNode,
  comparison: JsonComparison,
  differ: Differ,
): void {
  const { options, bindings } = comparison;
  const expected = () => describeExpected(template, comparison);
  const missing = new Set<string>();
  const resolved = resolveSegments(template.segments, options.scope, missing);
  const [name] = missing;
  if (name !== undefined) {
    differ(expected, () => `\`${name}\` has no value`);
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
  { entries }: Extract<JsonNode, { kind: 'object' }>,
  path: string,
  comparison: JsonComparison,
): void {
  const find = indexEntries(entries, template.entries.length);
  for (const { key, value } of template.entries) {
    const found = find(key);
    // A trial names nothing.
    const place = comparison.trial ? '' : joinPath(path, key);
    if (found === undefined) {
      if (!isAbsent(value)) addMissing(value, place, comparison);
    } else if (isAbsent(value)) {
      addExtra(found.value, place, 'absent', value.line, comparison);
    } else compareJson(value, found.value, place, comparison);
  }
  if (!comparison.options.exact) return;
  const known = new Set(template.entries.map(({ key }) => key));
  const extra = new Map(entries.flatMap((e) => (known.has(e.key) ? [] : [[e.key, e.value]])));
  for (const [key, value] of extra) {
    addExtra(value, joinPath(path, key), 'no such key', template.line, comparison);
  }
}

/** Looks up entries by key, `lookups` times. */
function indexEntries(
  entries: readonly JsonEntry[],
  lookups: number,
): (key: string) => JsonEntry | undefined {
  if (lookups <= MAX_SEARCHED_KEYS) return (key) => findEntry(entries, key);
  const index = new Map(entries.map((entry) => [entry.key, entry]));
  return (key) => index.get(key);
}
