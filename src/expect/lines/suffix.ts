/** How often a line may occur. `max` may be infinite. */
export interface Quantifier {
  readonly min: number;
  readonly max: number;
}

/** What stands at the end of a line of an expectation, after a blank and in parentheses. */
export interface Suffix {
  /** The line without the suffix and the blank before it. */
  readonly content: string;
  /** How the content is read. */
  readonly mode: 'text' | 're' | 'glob' | 'equal' | 'esc';
  readonly quantifier: Quantifier;
  readonly noEol: boolean;
  /** `(never)`, `(re never)` and the like. */
  readonly never: boolean;
  /** As written, without the parentheses; empty when there is none. */
  readonly source: string;
}

const ONCE: Quantifier = { min: 1, max: 1 };
const LINE = /^(.*\S.*)[ \t]\(([^()]+)\)$/s;
const SUFFIX =
  /^(?:(re|glob|equal|esc)?(?:(\?|\*|\+)|\{(\d+)(,(\d*))?\})|(re|glob|equal|esc)|(no-eol)|(?:(re|glob|equal|esc) )?(never))$/;

/** A line that has no suffix. */
export function createPlain(line: string): Suffix {
  return {
    content: line,
    mode: 'text',
    quantifier: ONCE,
    noEol: false,
    never: false,
    source: '',
  };
}

/**
 * Splits a line into its content and its suffix. What is not exactly one of the suffixes, and a
 * suffix without content, is text.
 */
export function readSuffix(line: string): Suffix {
  const plain = createPlain(line);
  const [, content, source] = LINE.exec(line) ?? [];
  const match = source === undefined ? null : SUFFIX.exec(source);
  if (content === undefined || source === undefined || match === null) return plain;
  const [, repeatedMode, symbol, min, comma, max, mode, noEol, neverMode, never] = match;
  return {
    content,
    mode: readMode(repeatedMode ?? mode ?? neverMode),
    quantifier: readQuantifier(symbol, min, comma !== undefined, max),
    noEol: noEol !== undefined,
    never: never !== undefined,
    source,
  };
}

function readMode(text: string | undefined): Suffix['mode'] {
  return text === 're' || text === 'glob' || text === 'equal' || text === 'esc' ? text : 'text';
}

function readQuantifier(
  symbol: string | undefined,
  min: string | undefined,
  open: boolean,
  max: string | undefined,
): Quantifier {
  if (symbol === '?') return { min: 0, max: 1 };
  if (symbol === '*') return { min: 0, max: Number.POSITIVE_INFINITY };
  if (symbol === '+') return { min: 1, max: Number.POSITIVE_INFINITY };
  if (min === undefined) return ONCE;
  const least = Number(min);
  if (!open) return { min: least, max: least };
  return { min: least, max: max ? Number(max) : Number.POSITIVE_INFINITY };
}
