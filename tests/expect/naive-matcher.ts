/**
 * The definition of a match, written down without regard to time: tries every way. The real matcher
 * is held against it.
 */

export type NaivePiece = { readonly text: string } | { readonly name: string | null };

export interface NaiveLine {
  readonly pieces: readonly NaivePiece[] | null;
  readonly min: number;
  readonly max: number;
}

type Bindings = Readonly<Record<string, string>>;

/**
 * What the preferred alignment captures, `null` when there is none. Pieces with a name are words of
 * letters, first binding the name.
 */
export function findFirst(
  patterns: readonly NaiveLine[],
  lines: readonly string[],
): Bindings | null {
  const first = align(patterns, lines, 0, {}).next();
  return first.done ? null : first.value;
}

function* align(
  patterns: readonly NaiveLine[],
  lines: readonly string[],
  taken: number,
  bindings: Bindings,
): Generator<Bindings> {
  const [pattern, ...others] = patterns;
  if (pattern === undefined) {
    if (lines.length === 0) yield bindings;
    return;
  }
  if (taken >= pattern.min) yield* align(others, lines, 0, bindings);
  const [line, ...rest] = lines;
  if (line === undefined || taken >= pattern.max) return;
  for (const bound of fitLine(pattern.pieces, line, bindings)) {
    yield* align(patterns, rest, taken + 1, bound);
  }
}

function* fitLine(
  pieces: readonly NaivePiece[] | null,
  text: string,
  bindings: Bindings,
): Generator<Bindings> {
  if (pieces === null) {
    yield bindings;
    return;
  }
  const [piece, ...rest] = pieces;
  if (piece === undefined) {
    if (text === '') yield bindings;
    return;
  }
  if ('text' in piece) {
    if (text.startsWith(piece.text)) yield* fitLine(rest, text.slice(piece.text.length), bindings);
    return;
  }
  const { name } = piece;
  const lengths = [...text, ''].map((_, length) => length);
  // Any text is as short as possible, a word as long as possible.
  for (const end of name === null ? lengths : lengths.reverse()) {
    const value = text.slice(0, end);
    if (name === null) yield* fitLine(rest, text.slice(end), bindings);
    else if (bindings[name] === value || (bindings[name] === undefined && /^\w+$/.test(value))) {
      yield* fitLine(rest, text.slice(end), { ...bindings, [name]: value });
    }
  }
}
