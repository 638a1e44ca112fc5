import type { JsonNode } from '../json/json-text.ts';
import { compareNumbers, equalJson, lengthOfJson } from '../json/json-values.ts';
import { compileIRegexp } from './iregexp.ts';
import { follow, type Search } from './select.ts';
import type { FilterQuery, FilterTest, FilterValue, PathOperator } from './types.ts';

/** Whether a value passes a filter (RFC 9535 §2.3.5.2). */
export function holdsTest(test: FilterTest, current: JsonNode, search: Search): boolean {
  switch (test.kind) {
    case 'and':
      return holdsTest(test.left, current, search) && holdsTest(test.right, current, search);
    case 'or':
      return holdsTest(test.left, current, search) || holdsTest(test.right, current, search);
    case 'not':
      return !holdsTest(test.test, current, search);
    case 'exists':
      return select(test.query, current, search).length > 0;
    case 'compare': {
      const left = evaluate(test.left, current, search);
      return compares(test.operator, left, evaluate(test.right, current, search));
    }
    case 'regex':
      return matches(test, current, search);
  }
}

function select(query: FilterQuery, current: JsonNode, search: Search) {
  return follow(query.segments, query.origin === 'current' ? current : search.root, search);
}

/** The value, or `undefined` for nothing. */
function evaluate(value: FilterValue, current: JsonNode, search: Search): JsonNode | undefined {
  switch (value.kind) {
    case 'literal':
      return value.node;
    case 'length': {
      const node = evaluate(value.of, current, search);
      const length = node && lengthOfJson(node);
      return length === undefined || length === null ? undefined : toNumber(length);
    }
    case 'count':
      return toNumber(select(value.query, current, search).length);
    case 'query': {
      const [only, second] = select(value.query, current, search);
      return second ? undefined : only?.node;
    }
  }
}

function toNumber(value: number): JsonNode {
  return { kind: 'number', source: String(value), start: 0, end: 0 };
}

function compares(
  operator: PathOperator,
  left: JsonNode | undefined,
  right: JsonNode | undefined,
): boolean {
  switch (operator) {
    case '==':
      return equals(left, right);
    case '!=':
      return !equals(left, right);
    case '<':
      return isLess(left, right);
    case '<=':
      return isLess(left, right) || equals(left, right);
    case '>':
      return isLess(right, left);
    case '>=':
      return isLess(right, left) || equals(left, right);
  }
}

function equals(left: JsonNode | undefined, right: JsonNode | undefined): boolean {
  return left === undefined || right === undefined ? left === right : equalJson(left, right);
}

function isLess(left: JsonNode | undefined, right: JsonNode | undefined): boolean {
  if (left?.kind === 'number' && right?.kind === 'number') {
    return compareNumbers(left.source, right.source) < 0;
  }
  if (left?.kind !== 'string' || right?.kind !== 'string') return false;
  return isLessText([...left.value], [...right.value]);
}

/** By characters of Unicode, where JavaScript compares the halves of surrogate pairs. */
function isLessText(left: readonly string[], right: readonly string[]): boolean {
  const at = left.findIndex((char, index) => char !== right[index]);
  if (at < 0) return left.length < right.length;
  return (left[at]?.codePointAt(0) ?? 0) < (right[at]?.codePointAt(0) ?? -1);
}

function matches(
  { whole, text, pattern }: Extract<FilterTest, { kind: 'regex' }>,
  current: JsonNode,
  search: Search,
): boolean {
  const value = evaluate(text, current, search);
  const regex = 'kind' in pattern ? readPattern(evaluate(pattern, current, search)) : pattern;
  if (value?.kind !== 'string' || regex === null) return false;
  return whole ? regex.matchesWhole(value.value) : regex.matchesWithin(value.value);
}

/** A pattern that comes from the values themselves; one that is none matches nothing. */
function readPattern(node: JsonNode | undefined) {
  if (node?.kind !== 'string') return null;
  const read = compileIRegexp(node.value);
  return read.ok ? read.regex : null;
}
