import type { MatchMode } from '../attributes.ts';
import type { ProblemSink, Span } from '../problems.ts';
import { readGlob } from '../text/glob.ts';
import { HOLE_TYPES } from '../text/hole-types.ts';
import { parseSegments, type SegmentContext } from '../text/parse-segments.ts';
import { readRegex } from '../text/regex.ts';
import type { ExpectationSource } from '../types.ts';
import { createRest, type LineMatcher, type LinePattern } from './line-pattern.ts';
import { createPlain, readSuffix, type Suffix } from './suffix.ts';

const MAX_REPEATS = 1000;
const JSON_TYPES = new Map(
  ['string', 'array', 'object', 'null', 'absent'].map((name) => [
    name,
    `the type \`${name}\` is one of \`json expect\`; text has \`<<...>>\``,
  ]),
);

/**
 * Reads every line of a fence; lines that cannot be used are reported and left out. With
 * `match=exact` they are text to the letter, but for `(no-eol)`.
 */
export function parseLines(
  source: ExpectationSource,
  mode: MatchMode,
  sink: ProblemSink,
): LinePattern[] {
  const lines = splitBody(source.fence.body);
  const suffixes = lines.map((line) => (mode === 'exact' ? readEnd(line) : readSuffix(line)));
  const last = suffixes.findLastIndex(({ never }) => !never);
  const types = source.types.size === 0 ? HOLE_TYPES : new Map([...HOLE_TYPES, ...source.types]);
  return suffixes.flatMap((suffix, index) => {
    const line = source.fence.line + 1 + index;
    const text = lines[index] ?? '';
    if (text === '...' && mode !== 'exact') return [createRest(line)];
    const spanOf = (from: number, length: number): Span => ({ line, column: from + 1, length });
    const context = { sink, span: spanOf, types, elsewhere: JSON_TYPES };
    const at = spanOf(text.length - suffix.source.length - 2, suffix.source.length + 2);
    if (!checkSuffix(suffix, at, index === last, mode, sink)) return [];
    const matcher = mode === 'exact' ? toLiteral(suffix.content) : parseMatcher(suffix, context);
    if (matcher === null) return [];
    const { quantifier, noEol, never } = suffix;
    const tail = text.slice(suffix.content.length);
    return [{ line, source: text, suffix: tail, matcher, quantifier, noEol, never }];
  });
}

/** The lines of a fence's body, without their ends. */
export function splitBody(body: string): string[] {
  return body === '' ? [] : body.replace(/\n$/, '').split('\n');
}

function readEnd(line: string): Suffix {
  const suffix = readSuffix(line);
  return suffix.noEol ? suffix : createPlain(line);
}

function checkSuffix(
  suffix: Suffix,
  span: Span,
  last: boolean,
  mode: MatchMode,
  sink: ProblemSink,
): boolean {
  const { min, max } = suffix.quantifier;
  if (suffix.noEol && mode === 'unordered') {
    const hint = 'any line can be the last one';
    sink.add('bad-suffix', span, '`(no-eol)` has no meaning with `match=unordered`', hint);
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
  if (mode === 'equal') return toLiteral(content);
  if (mode === 'text' || mode === 'esc') {
    const segments = parseSegments(content, { ...context, escapes: mode === 'esc' });
    return { kind: 'text', segments };
  }
  if (!refuseHoles(content, mode, context)) return null;
  if (mode === 'glob') return { kind: 'glob', glob: readGlob(content) };
  const regex = readRegex(content, false, context.span(0, content.length), context.sink);
  return regex && { kind: 're', regex };
}

function toLiteral(text: string): LineMatcher {
  return { kind: 'text', segments: text === '' ? [] : [{ kind: 'literal', text }] };
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
