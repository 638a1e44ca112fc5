import { followPath, type JsonPath } from '../json/json-path.ts';
import type { JsonNode } from '../json/json-text.ts';
import { equalJson, joinPath, showJson } from '../json/json-values.ts';
import { compileRegex, type RegexTemplate } from '../text/regex.ts';
import type { Scope } from '../types.ts';
import { withText } from './check-stream.ts';
import { compares, type JsonCheck } from './conditions.ts';

/** Holds a condition on a JSON value: `null` when it holds, otherwise what was found instead. */
export function checkJson(
  path: JsonPath,
  check: JsonCheck,
  json: { readonly node: JsonNode; readonly text: string },
  scope: Scope,
): string | null {
  const shown = path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : joinPath(text, step)),
    '$',
  );
  const node = followPath(json.node, path);
  if (node === undefined) {
    return check.kind === 'exists' && check.negated ? null : `${shown} is absent`;
  }
  const actual = `${shown} is ${showJson(node, json.text)}`;
  switch (check.kind) {
    case 'exists':
      return check.negated ? actual : null;
    case 'length': {
      const length = lengthOf(node);
      if (length === null) return `${actual}, which has no length`;
      const holds = compares(check.comparator, length - check.length);
      return holds ? null : `${shown} has length ${length}`;
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

/** Length of a string in characters, of an array in elements, of an object in keys. */
function lengthOf(node: JsonNode): number | null {
  if (node.kind === 'string') return [...node.value].length;
  if (node.kind === 'array') return node.items.length;
  return node.kind === 'object' ? new Set(node.entries.map(({ key }) => key)).size : null;
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
  const sign = equalJson(value, node) ? 0 : Number(node.source) - Number(value.source);
  return compares(comparator, sign);
}
