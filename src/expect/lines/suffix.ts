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
  const parts = splitLine(line);
  const match = parts === null ? null : SUFFIX.exec(parts.source);
  if (parts === null || match === null) return plain;
  const { content, source } = parts;
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

/** By hand, since an expression takes quadratic time for a line of megabytes. */
function splitLine(line: string): { readonly content: string; readonly source: string } | null {
  const open = line.endsWith(')') ? line.lastIndexOf('(') : -1;
  if (open < 1 || !/[ \t]/.test(line.charAt(open - 1))) return null;
  const content = line.slice(0, open - 1);
  return content.trim() === '' ? null : { content, source: line.slice(open + 1, -1) };
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
