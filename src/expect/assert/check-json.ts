import type { JsonNode } from '../json/json-text.ts';
import { compareNumbers, equalJson, lengthOfJson, showJson } from '../json/json-values.ts';
import { findValue } from '../json-path/find-value.ts';
import type { PathQuery } from '../json-path/types.ts';
import { compileRegex, type RegexTemplate } from '../text/regex.ts';
import type { Scope } from '../types.ts';
import { withText } from './check-stream.ts';
import { compares, type JsonCheck } from './conditions.ts';

/** Holds a condition on a JSON value: `null` when it holds, otherwise what was found instead. */
export function checkJson(
  path: PathQuery,
  check: JsonCheck,
  root: JsonNode,
  scope: Scope,
): string | null {
  const found = findValue(path, root);
  if (found.kind === 'failed') return `${path.source} ${found.message}`;
  if (found.kind === 'absent') {
    return check.kind === 'exists' && check.negated ? null : `${path.source} is absent`;
  }
  const { node, place } = found;
  const actual = path.singular
    ? `${place} is ${showJson(node)}`
    : `${place} selects ${showJson(node)}`;
  switch (check.kind) {
    case 'exists': {
      const exists = path.singular || lengthOfJson(node) !== 0;
      if (exists !== check.negated) return null;
      return exists ? actual : `${place} selects nothing`;
    }
    case 'length': {
      const length = lengthOfJson(node);
      if (length === null) return `${actual}, which has no length`;
      if (compares(check.comparator, length - check.length)) return null;
      return path.singular
        ? `${place} has length ${length}`
        : `${place} selects ${countOf(length)}`;
    }
    case 'regex':
      return checkRegex(check.regex, check.negated, node, scope, actual);
    case 'text':
      return withText(check.text, scope, (text) => {
        const equal = node.kind === 'string' && node.value === text;
        return equal === (check.comparator === '==') ? null : actual;
      });
    case 'value':
      return holdsValue(check, node) ? null : actual;
  }
}

function countOf(values: number): string {
  return values === 1 ? '1 value' : `${values} values`;
}

function checkRegex(
  template: RegexTemplate,
  negated: boolean,
  node: JsonNode,
  scope: Scope,
  actual: string,
): string | null {
  const missing = new Set<string>();
  const regex = compileRegex(template, scope, missing);
  const [name] = missing;
  if (name !== undefined) return `\`${name}\` has no value`;
  if (node.kind !== 'string') return `${actual}, which is no string`;
  return regex.matchesWithin(node.value) !== negated ? null : actual;
}

function holdsValue(check: Extract<JsonCheck, { kind: 'value' }>, node: JsonNode): boolean {
  const { comparator, value } = check;
  if (comparator === '==' || comparator === '!=') {
    return equalJson(value, node) === (comparator === '==');
  }
  if (value.kind !== 'number' || node.kind !== 'number') return false;
  return compares(comparator, compareNumbers(node.source, value.source));
}
