import type { LinePattern } from '../../expect/lines/line-pattern.ts';
import { resolveLines } from '../../expect/lines/resolve-lines.ts';
import type { ExpectationSource, Scope } from '../../expect/types.ts';
import { escapeText } from '../text/escape-text.ts';
import { refitSegments } from '../text/refit.ts';
import { isWord, tokenize } from '../text/tokens.ts';
import { isPlain, readPattern, writeControls } from './literal-line.ts';

/** A pattern line made to fit a line of output, as it is written; `null` when it cannot be. */
export type Refit = (pattern: LinePattern, text: string) => string | null;

const AS_PRINTED = { collapse: false, vary: [] };

/** Finds new texts for pattern lines of a fence, each pair once. `values` are those of names. */
export function createRefit(source: ExpectationSource, values: Scope): Refit {
  const found = new Map<LinePattern, Map<string, string | null>>();
  return (pattern, text) => {
    const known = found.get(pattern) ?? new Map<string, string | null>();
    found.set(pattern, known);
    let line = known.get(text);
    if (line === undefined) {
      line = refitLine(pattern, text, source, values);
      known.set(text, line);
    }
    return line;
  };
}

function refitLine(
  pattern: LinePattern,
  text: string,
  source: ExpectationSource,
  values: Scope,
): string | null {
  const { matcher, suffix } = pattern;
  if (matcher.kind !== 'text' || !sharesWord(pattern, text)) return null;
  const refit = (write: (literal: string) => string): string | null =>
    refitSegments(matcher.segments, text, (name) => values.get(name), write);
  const plain = refit(escapeText);
  if (plain === null) return null;
  const forms = [plain + suffix, ...(suffix === '' ? [`${refit(writeControls)} (esc)`] : [])];
  const holes = holesOf(pattern);
  return (
    forms.find((form) => isPlain(form) && standsFor(form, text, holes, source, values)) ?? null
  );
}

/** Whether a line is read as a pattern with these holes that takes a text. */
function standsFor(
  line: string,
  text: string,
  holes: string,
  source: ExpectationSource,
  values: Scope,
): boolean {
  const pattern = readPattern(line, source);
  if (pattern === null || holesOf(pattern) !== holes) return false;
  const unknown = new Set<string>();
  const [item] = resolveLines([pattern], AS_PRINTED, values, unknown);
  // What another line captures that is made to fit as well is tried with the whole body.
  return unknown.size > 0 || item?.test(text) === true;
}

function holesOf({ matcher }: LinePattern): string {
  if (matcher.kind !== 'text') return matcher.kind;
  return matcher.segments
    .map((segment) => {
      if (segment.kind === 'literal') return '';
      return segment.kind === 'hole' ? segment.hole.source : segment.source;
    })
    .join('');
}

/** Cheap to ask before a pattern is laid along a text. */
function sharesWord({ matcher }: LinePattern, text: string): boolean {
  if (matcher.kind !== 'text') return false;
  const words = matcher.segments.flatMap((segment) =>
    segment.kind === 'literal' ? tokenize(segment.text.toLowerCase()).filter(isWord) : [],
  );
  return words.length === 0 || words.some((word) => text.toLowerCase().includes(word));
}
