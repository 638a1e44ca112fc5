import type { ProblemSink, Span } from '../problems.ts';
import { readGlob } from '../text/glob.ts';
import { HOLE_TYPES } from '../text/hole-types.ts';
import { parseSegments, type SegmentContext } from '../text/parse-segments.ts';
import { readRegex } from '../text/regex.ts';
import type { ExpectationSource } from '../types.ts';
import type { LineMatcher, LinePattern } from './line-pattern.ts';
import { readSuffix, type Suffix } from './suffix.ts';

const MAX_REPEATS = 1000;
const ANY_LINES = { min: 0, max: Number.POSITIVE_INFINITY };
const JSON_TYPES = new Map(
  ['string', 'array', 'object', 'null', 'absent'].map((name) => [
    name,
    `the type \`${name}\` is one of \`json expect\`; text has \`<<...>>\``,
  ]),
);

/** Reads every line of a fence; lines that cannot be used are reported and left out. */
export function parseLines(source: ExpectationSource, sink: ProblemSink): LinePattern[] {
  const lines = splitBody(source.fence.body);
  return lines.flatMap((text, index) => {
    const line = source.fence.line + 1 + index;
    const pattern = parseLine(text, line, index === lines.length - 1, sink);
    return pattern === null ? [] : [pattern];
  });
}

/** The lines of a fence's body, without their ends. */
export function splitBody(body: string): string[] {
  return body === '' ? [] : body.replace(/\n$/, '').split('\n');
}

function parseLine(
  source: string,
  line: number,
  last: boolean,
  sink: ProblemSink,
): LinePattern | null {
  const common = { line, source, noEol: false };
  if (source === '...') {
    return { ...common, suffix: '', matcher: { kind: 'any' }, quantifier: ANY_LINES };
  }
  const suffix = readSuffix(source);
  const spanOf = (index: number, length: number): Span => ({ line, column: index + 1, length });
  const suffixSpan = spanOf(source.length - suffix.source.length - 2, suffix.source.length + 2);
  if (!checkSuffix(suffix, suffixSpan, last, sink)) return null;
  const matcher = parseMatcher(suffix, {
    sink,
    span: spanOf,
    types: HOLE_TYPES,
    elsewhere: JSON_TYPES,
  });
  if (matcher === null) return null;
  return {
    ...common,
    suffix: source.slice(suffix.content.length),
    matcher,
    quantifier: suffix.quantifier,
    noEol: suffix.noEol,
  };
}

function checkSuffix(suffix: Suffix, span: Span, last: boolean, sink: ProblemSink): boolean {
  const { min, max } = suffix.quantifier;
  if (suffix.never || suffix.mode === 'esc') {
    sink.add('not-supported-yet', span, `\`(${suffix.source})\` is not supported yet`);
  } else if (suffix.noEol && !last) {
    sink.add('bad-suffix', span, '`(no-eol)` can only stand on the last line');
  } else if (min > max) {
    sink.add(
      'bad-suffix',
      span,
      `\`(${suffix.source})\` can never hold: ${min} is more than ${max}`,
    );
  } else if (min > MAX_REPEATS || (max !== Number.POSITIVE_INFINITY && max > MAX_REPEATS)) {
    sink.add('bad-suffix', span, `\`(${suffix.source})\`: at most ${MAX_REPEATS} can be counted`);
  } else return true;
  return false;
}

function parseMatcher(suffix: Suffix, context: SegmentContext): LineMatcher | null {
  const { content, mode } = suffix;
  if (mode === 'equal') return { kind: 'text', segments: [{ kind: 'literal', text: content }] };
  if (mode === 'text') return { kind: 'text', segments: parseSegments(content, context) };
  if (!refuseHoles(content, mode, context)) return null;
  if (mode === 'glob') return { kind: 'glob', glob: readGlob(content) };
  const regex = readRegex(content, false, context.span(0, content.length), context.sink);
  return regex && { kind: 're', regex };
}

/** Holes would be read as part of the expression, which nobody means. */
function refuseHoles(content: string, mode: string, context: SegmentContext): boolean {
  const hole = /(?<!\\)<<(?:\.\.\.|\w+|\w*:\w[^<>]*)>>/.exec(content);
  if (hole === null) return true;
  context.sink.add(
    'bad-hole',
    context.span(hole.index, hole[0].length),
    `the hole \`${hole[0]}\` cannot stand in a \`(${mode})\` line`,
    'write `\\<<` for the text `<<`',
  );
  return false;
}
