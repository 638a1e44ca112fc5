import type { LinePattern } from '../../expect/lines/line-pattern.ts';
import type { Scope } from '../../expect/types.ts';
import { refitSegments } from '../text/refit.ts';
import { isWord, tokenize } from '../text/tokens.ts';

/** A pattern line made to fit a line of output, as it is written; `null` when it cannot be. */
export type Refit = (pattern: LinePattern, text: string) => string | null;

/** Finds new texts for pattern lines, each pair once. `values` are those of names. */
export function createRefit(values: Scope): Refit {
  const found = new Map<LinePattern, Map<string, string | null>>();
  return (pattern, text) => {
    const known = found.get(pattern) ?? new Map<string, string | null>();
    found.set(pattern, known);
    let source = known.get(text);
    if (source === undefined) {
      source = refitLine(pattern, text, values);
      known.set(text, source);
    }
    return source;
  };
}

function refitLine(pattern: LinePattern, text: string, values: Scope): string | null {
  const { matcher } = pattern;
  if (matcher.kind !== 'text' || !sharesWord(pattern, text)) return null;
  const source = refitSegments(matcher.segments, text, (name) => values.get(name));
  return source === null ? null : source + pattern.suffix;
}

/** Cheap to ask before a pattern is laid along a text. */
function sharesWord({ matcher }: LinePattern, text: string): boolean {
  if (matcher.kind !== 'text') return false;
  const words = matcher.segments.flatMap((segment) =>
    segment.kind === 'literal' ? tokenize(segment.text.toLowerCase()).filter(isWord) : [],
  );
  return words.length === 0 || words.some((word) => text.toLowerCase().includes(word));
}
