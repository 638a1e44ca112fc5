import { splitBody } from '../lines/parse-lines.ts';
import type { ProblemSink, Span } from '../problems.ts';
import { bindNames, type FenceNames } from '../text/capture-names.ts';
import { HOLE_TYPES } from '../text/hole-types.ts';
import { parseSegments } from '../text/parse-segments.ts';
import type { ExpectationSource } from '../types.ts';
import type { HeaderPattern, ResponsePattern, StatusPattern } from './response-pattern.ts';

/** Version and reason are what a response says; neither decides anything. */
const STATUS = /^HTTP(?:\/\d(?:\.\d)?)?[ \t]+([1-5])(\d\d|xx)(?:[ \t]+.*)?$/;
/** A field name is a token of RFC 9110, section 5.6.2. */
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):([ \t]*)(.*?)[ \t]*$/;
/** Types that a part of a text cannot have, with what to say about them. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ...['string', 'array', 'object', 'null'].map((name): [string, string] => [
    name,
    `the type \`${name}\` is one of \`json expect\`; text has \`<<...>>\``,
  ]),
  ['absent', '`<<:absent>>` stands for the whole value of a header'],
]);

/** Reads status line and headers of an `http expect`; without a usable status that is `null`. */
export function parseResponse(
  source: ExpectationSource,
  names: FenceNames,
  sink: ProblemSink,
): ResponsePattern {
  const { fence } = source;
  const lines = splitBody(fence.body);
  const status = parseStatus(lines[0] ?? '', fence.line + 1, sink);
  const blank = lines.findIndex((line) => line.trim() === '');
  const end = blank < 0 ? lines.length : blank;
  const headers = lines.slice(1, end).flatMap((text, index): HeaderPattern[] => {
    const header = parseHeader(text, fence.line + 2 + index, source, names, sink);
    return header === null ? [] : [header];
  });
  const hasBody = lines.slice(end).some((line) => line.trim() !== '');
  return { status, headers, bodyLine: hasBody ? end + 1 : null };
}

function parseStatus(text: string, line: number, sink: ProblemSink): StatusPattern | null {
  const [, hundreds = '', rest = ''] = STATUS.exec(text.trimEnd()) ?? [];
  if (hundreds === '') {
    const found = text.trim() === '' ? 'no status line' : `\`${text}\``;
    sink.add(
      'bad-response',
      { line, column: 1, length: text.length },
      `an \`http expect\` begins with the status, not with ${found}`,
      'such as `HTTP 200`, `HTTP/1.1 404 Not Found`, or `HTTP 2xx` for any of them',
    );
    return null;
  }
  const [low, high] = rest === 'xx' ? ['00', '99'] : [rest, rest];
  const source = `HTTP ${hundreds}${rest}`;
  return { line, source, low: Number(hundreds + low), high: Number(hundreds + high) };
}

function parseHeader(
  text: string,
  line: number,
  { types }: ExpectationSource,
  names: FenceNames,
  sink: ProblemSink,
): HeaderPattern | null {
  const [, name, gap = '', value = ''] = HEADER.exec(text) ?? [];
  if (name === undefined) {
    sink.add(
      'bad-response',
      { line, column: 1, length: text.length },
      `\`${text}\` is no header, which is \`name: value\``,
      'the body is set off by a blank line',
    );
    return null;
  }
  if (value === '<<:absent>>') return { line, name, value: null };
  const at = name.length + 1 + gap.length;
  const span = (index: number, length: number): Span => ({ line, column: at + index + 1, length });
  const context = { sink, span, types: new Map([...HOLE_TYPES, ...types]), elsewhere: ELSEWHERE };
  return { line, name, value: bindNames(parseSegments(value, context), span, names, sink) };
}
