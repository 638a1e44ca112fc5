import { findValue } from '../json-path/find-value.ts';
import type { PathQuery } from '../json-path/types.ts';
import { readExcerpt } from '../text/excerpt.ts';
import type {
  ComparedSource,
  ExpectationResult,
  JsonDifference,
  OutputView,
  Scope,
} from '../types.ts';
import { type HeldJson, holdJson } from './hold-json.ts';
import { isAbsent, type JsonTemplate } from './json-template.ts';
import type { JsonNode } from './json-text.ts';
import { showJson } from './json-values.ts';
import { readValue, type ValueFormat } from './read-value.ts';
import { describeTemplate } from './show-template.ts';

/** What a fence says about a value. */
export interface ExpectedValue {
  readonly template: JsonTemplate;
  readonly format: ValueFormat;
  /** Where the value is; `undefined` for the whole one. */
  readonly path: PathQuery | undefined;
  /** Whether objects may have no other keys. */
  readonly exact: boolean;
}

/** Holds what is on a stream or in a file against what is expected. */
export function evaluateValue(
  expected: ExpectedValue,
  stream: ComparedSource,
  view: OutputView,
  scope: Scope,
): ExpectationResult {
  const read = readValue(view, expected.format);
  if (!read.ok) return failToRead(stream, `${stream} ${read.message}`, readExcerpt(view));
  const held = holdAt(expected, read.node, scope);
  if (held.ok) return held;
  const { differences, omitted, notes } = held;
  const excerpt = readExcerpt(view);
  return { ok: false, mismatch: { kind: 'json', stream, differences, omitted, notes, excerpt } };
}

/** The mismatch of what is no value, or not there; `fault` is a sentence. */
export function failToRead(
  stream: ComparedSource,
  fault: string,
  excerpt: string = '',
): ExpectationResult {
  const common = { stream, differences: [], omitted: 0, notes: [] };
  return { ok: false, mismatch: { kind: 'json', ...common, fault, excerpt } };
}

/** Holds the value that the path leads to, or the whole one. */
function holdAt({ template, path, exact }: ExpectedValue, root: JsonNode, scope: Scope): HeldJson {
  if (path === undefined) return holdJson(template, root, '$', { scope, exact });
  const found = findValue(path, root);
  if (found.kind === 'value') {
    if (isAbsent(template)) {
      const actual = showJson(found.node);
      return differ({ path: found.place, expected: 'absent', actual, documentLine: template.line });
    }
    const { node, place, gathered } = found;
    return holdJson(template, node, place, { scope, exact, gathered });
  }
  if (found.kind === 'absent') {
    if (isAbsent(template)) return { ok: true, captures: new Map() };
  }
  const expected = describeTemplate(template, scope);
  const actual = found.kind === 'absent' ? 'absent' : `the path ${found.message}`;
  return differ({ path: path.source, expected, actual, documentLine: template.line });
}

function differ(difference: JsonDifference): HeldJson {
  return { ok: false, differences: [difference], omitted: 0, notes: [] };
}
