import { parseJsonPath } from '../json/json-path.ts';
import { type JsonNode, parseJson } from '../json/json-text.ts';
import type { ConditionTest, JsonCheck } from './conditions.ts';
import {
  type ConditionReader,
  parseRegexLiteral,
  readReferences,
  toComparator,
} from './parse-conditions.ts';

/**
 * Reads `$.path …` of a `json` condition, which begins at `at`: `undefined` for what is no
 * condition, `null` when a problem has been reported.
 */
export function parseJsonCheck(
  at: number,
  reader: ConditionReader,
): ConditionTest | null | undefined {
  const parsed = parseJsonPath(reader.line, at);
  if (!parsed.ok) {
    if (parsed.reason === 'syntax') return undefined;
    reader.sink.add(
      'not-supported-yet',
      reader.span(at, reader.line.trimEnd().length - at),
      'a path that selects more than one value is not supported yet',
      'a path has members and indices, such as `$.items[0].name`',
    );
    return null;
  }
  const blanks = /^\s*/.exec(reader.line.slice(parsed.end))?.[0].length ?? 0;
  const check = parseCheck(parsed.end + blanks, reader);
  return check && { kind: 'json', path: parsed.path, check };
}

function parseCheck(at: number, reader: ConditionReader): JsonCheck | null | undefined {
  const rest = reader.line.slice(at).trimEnd();
  if (rest === 'exists') return { kind: 'exists', negated: false };
  if (/^is\s+absent$/.test(rest)) return { kind: 'exists', negated: true };
  const [, operator, length] = /^has\s+length\s*([=!<>]+)\s*(\d+)$/.exec(rest) ?? [];
  const lengthComparator = toComparator(operator);
  if (lengthComparator !== null) {
    return { kind: 'length', comparator: lengthComparator, length: Number(length) };
  }
  const [start = '', symbol] = /^(=~|!~|[=!<>]=|[<>])\s*/.exec(rest) ?? [];
  if (symbol === '=~' || symbol === '!~') {
    const regex = parseRegexLiteral(at + start.length, reader);
    return regex && { kind: 'regex', negated: symbol === '!~', regex };
  }
  return start === '' ? undefined : parseComparison(symbol, at + start.length, reader);
}

function parseComparison(
  symbol: string | undefined,
  at: number,
  reader: ConditionReader,
): JsonCheck | null | undefined {
  const comparator = toComparator(symbol);
  const value = parseJson(reader.line.slice(at), { template: true });
  if (comparator === null || !value.ok) return undefined;
  const { node } = value;
  if (comparator === '==' || comparator === '!=') {
    if (node.kind !== 'string') {
      return refuseReferences(node, at, reader) ? null : { kind: 'value', comparator, value: node };
    }
    const text = readReferences(node.value, at + 1, reader);
    return text && { kind: 'text', comparator, text };
  }
  return node.kind === 'number' ? { kind: 'value', comparator, value: node } : undefined;
}

/** Inside arrays and objects, strings are compared as they are; what looks otherwise is refused. */
function refuseReferences(node: JsonNode, at: number, reader: ConditionReader): boolean {
  if (node.kind === 'array') return node.items.some((item) => refuseReferences(item, at, reader));
  if (node.kind === 'object') {
    return node.entries.some(({ value }) => refuseReferences(value, at, reader));
  }
  if (node.kind !== 'string' || !/<<|\$\{/.test(node.value)) return false;
  reader.sink.add(
    'bad-condition',
    reader.span(at + node.start, node.end - node.start),
    'holes and references cannot stand inside an array or object of a condition',
    'use `json expect` for that',
  );
  return true;
}
