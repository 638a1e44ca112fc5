import { parseJson } from '../json/json-text.ts';
import { splitBody } from '../lines/parse-lines.ts';
import type { ProblemSink, Span } from '../problems.ts';
import { bindNames, type FenceNames } from '../text/capture-names.ts';
import { HOLE_TYPES } from '../text/hole-types.ts';
import { parseSegments } from '../text/parse-segments.ts';
import { type RegexTemplate, readRegex } from '../text/regex.ts';
import type { ExpectationSource, Stream } from '../types.ts';
import type { Comparator, Condition, ConditionTest, StreamCheck, Text } from './conditions.ts';
import { HOST_FORMS, parseHostTest } from './parse-host-test.ts';
import { parseJsonCheck } from './parse-json-condition.ts';

const FORMS =
  'conditions are `exit == 0`, `duration < 5s`, `stdout contains "text"`, `stderr is empty`, ' +
  '`output =~ /expression/`, `json $.path == value`, `json $.path has length >= 3`, ' +
  '`file PATH exists`, `port 8080 open`, `http GET http://… == 200`';
const UNITS = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** The rest of a condition, while it is read. */
export interface ConditionReader {
  /** The whole line. */
  readonly line: string;
  readonly sink: ProblemSink;
  readonly names: FenceNames;
  /** The document's place of a stretch of the line. */
  readonly span: (index: number, length: number) => Span;
}

/** Reads an `assert` fence: one condition a line, blank lines left out. */
export function parseConditions(
  { fence }: ExpectationSource,
  names: FenceNames,
  sink: ProblemSink,
): Condition[] {
  return splitBody(fence.body).flatMap((text, index): Condition[] => {
    const line = fence.line + 1 + index;
    if (text.trim() === '') return [];
    const span = (at: number, length: number): Span => ({ line, column: at + 1, length });
    const test = parseCondition({ line: text, sink, names, span });
    const column = text.length - text.trimStart().length + 1;
    return test === null ? [] : [{ line, column, source: text.trim(), test }];
  });
}

/** `null` when a problem has been reported. */
function parseCondition(reader: ConditionReader): ConditionTest | null {
  const [start = '', word = ''] = /^\s*([A-Za-z]+)(?=[\s=!<>]|$)\s*/.exec(reader.line) ?? [];
  const at = start.length;
  const rest = reader.line.slice(at).trimEnd();
  switch (word) {
    case 'exit':
      return parseExit(rest, reader);
    case 'duration':
      return parseDuration(rest, reader);
    case 'stdout':
    case 'stderr':
    case 'output':
      return parseStream(word, rest, at, reader);
    case 'json': {
      const parsed = parseJsonCheck(at, reader);
      return parsed === undefined ? refuse(reader) : parsed;
    }
    case 'file':
    case 'port':
    case 'http': {
      const parsed = parseHostTest(word, at, reader);
      return parsed === undefined ? refuse(reader, HOST_FORMS[word]) : parsed;
    }
    default:
      return refuse(reader);
  }
}

function wholeLine({ line, span }: ConditionReader): Span {
  return span(line.length - line.trimStart().length, line.trim().length);
}

function refuse(reader: ConditionReader, hint = FORMS): null {
  const message = `\`${reader.line.trim()}\` does not read as a condition`;
  reader.sink.add('bad-condition', wholeLine(reader), message, hint);
  return null;
}

/** The comparator that an operator's text stands for. */
export function toComparator(text: string | undefined): Comparator | null {
  const known: readonly Comparator[] = ['==', '!=', '<', '<=', '>', '>='];
  return known.find((comparator) => comparator === text) ?? null;
}

function parseExit(rest: string, reader: ConditionReader): ConditionTest | null {
  const [, operator, code] = /^([=!<>]+)\s*(\d{1,3})$/.exec(rest) ?? [];
  const comparator = toComparator(operator);
  if (comparator === null || code === undefined) return refuse(reader);
  return { kind: 'exit', comparator, code: Number(code) };
}

function parseDuration(rest: string, reader: ConditionReader): ConditionTest | null {
  const [, operator, number, unit = ''] = /^([<>]=?)\s*(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(rest) ?? [];
  const comparator = toComparator(operator);
  const factor = UNITS.get(unit);
  if (comparator === null || factor === undefined) return refuse(reader);
  return { kind: 'duration', comparator, ms: Number(number) * factor };
}

function parseStream(
  stream: Stream,
  rest: string,
  at: number,
  reader: ConditionReader,
): ConditionTest | null {
  const check = parseStreamCheck(rest, at, reader);
  if (check === undefined) return refuse(reader);
  return check && { kind: 'stream', stream, check };
}

/** `undefined` for what is no condition, `null` when a problem has been reported. */
export function parseStreamCheck(
  rest: string,
  at: number,
  reader: ConditionReader,
): StreamCheck | null | undefined {
  const empty = /^is\s+(not\s+)?empty$/.exec(rest);
  if (empty) return { kind: 'empty', negated: empty[1] !== undefined };
  const [start = '', word = '', not] =
    /^(?:(contains|==|!=|=~|!~)|(does\s+not\s+contain))\s*/.exec(rest) ?? [];
  const argument = at + start.length;
  if (word === '=~' || word === '!~') {
    const regex = parseRegexLiteral(argument, reader);
    return regex && { kind: 'regex', negated: word === '!~', regex };
  }
  if (start === '') return undefined;
  const text = parseText(argument, reader);
  if (!text) return text;
  if (word === '==' || word === '!=') return { kind: 'equals', negated: word === '!=', text };
  return { kind: 'contains', negated: not !== undefined, text };
}

/** A `/expression/` or `/expression/i` to the end of the line. */
export function parseRegexLiteral(
  at: number,
  { line, sink, names, span }: ConditionReader,
): RegexTemplate | null | undefined {
  const [, source, flags] = /^\/(.+)\/(i?)\s*$/.exec(line.slice(at)) ?? [];
  if (source === undefined) return undefined;
  const regex = readRegex(source, flags === 'i', span(at + 1, source.length), sink);
  for (const { name, index } of regex?.references ?? []) {
    const place = span(at + 1 + index, name.length + 3);
    names.references.push({ name, line: place.line, column: place.column });
  }
  return regex;
}

/** A text in quotation marks to the end of the line, as in JSON. */
export function parseText(at: number, reader: ConditionReader): Text | null | undefined {
  const parsed = parseJson(reader.line.slice(at), { template: true });
  if (!parsed.ok || parsed.node.kind !== 'string') return undefined;
  return readReferences(parsed.node.value, at + 1, reader);
}

/** Text with references; a hole in it is a problem. */
export function readReferences(value: string, at: number, reader: ConditionReader): Text | null {
  const { sink, names } = reader;
  const span = (index: number, length: number) => reader.span(at + index, length);
  const elsewhere = new Map<string, string>();
  const segments = parseSegments(value, { sink, span, types: HOLE_TYPES, elsewhere });
  const hole = segments.find((s) => s.kind === 'hole' || s.kind === 'back');
  if (hole?.kind === 'hole' || hole?.kind === 'back') {
    const source = hole.kind === 'hole' ? hole.hole.source : hole.source;
    sink.add(
      'bad-hole',
      span(hole.index, source.length),
      `the hole \`${source}\` cannot stand in a condition`,
      'write `\\<<` for the text `<<`; holes are for `output` and `json expect`',
    );
    return null;
  }
  return bindNames(segments, span, names, sink);
}
