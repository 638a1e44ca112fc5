import { type JsonNode, parseJson } from '../json/json-text.ts';
import { cutShown } from '../json/json-values.ts';
import { findPathEnd } from '../json-path/path-end.ts';
import { readPath } from '../json-path/read-path.ts';
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
  if (reader.line[at] !== '$') return undefined;
  const end = findPathEnd(reader.line, at);
  const source = reader.line.slice(at, end);
  const read = readPath(source);
  if (!read.ok) {
    const { offset, message, hint } = read;
    const span = reader.span(at + offset, Math.max(source.length - offset, 1));
    reader.sink.add('bad-path', span, `\`${cutShown(source)}\` ${message}`, hint);
    return null;
  }
  const blanks = /^\s*/.exec(reader.line.slice(end))?.[0].length ?? 0;
  const check = parseCheck(end + blanks, reader);
  if (check && !read.path.singular && !isAboutArrays(check)) {
    reader.sink.add(
      'bad-condition',
      reader.span(at, source.length),
      `\`${source}\` can select several values, which are compared as an array of them`,
      'compare with an array, ask for `has length`, or put a condition into the path: `[?@.id == 1]`',
    );
    return null;
  }
  return check && { kind: 'json', path: read.path, check };
}

/** Whether a check can hold for an array, or can fail to. */
function isAboutArrays(check: JsonCheck): boolean {
  if (check.kind === 'exists' || check.kind === 'length') return true;
  return check.kind === 'value' && check.value.kind === 'array';
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
