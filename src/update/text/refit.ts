import type { HoleType } from '../../expect/text/hole-types.ts';
import type { Segment } from '../../expect/text/segments.ts';
import { escapeText } from './escape-text.ts';
import { isOfType } from './of-type.ts';
import { isWord, tokenize } from './tokens.ts';

/** A piece of a pattern: a token of its text, or a place for a value. */
type Piece =
  | { readonly kind: 'token'; readonly text: string }
  | {
      readonly kind: 'slot';
      readonly source: string;
      readonly any: boolean;
      readonly accepts: (text: string) => boolean;
    };

/** The value that a reference or a captured name stands for, as far as it is known. */
export type LookUp = (name: string) => string | undefined;

/** Longer texts are not compared: time grows with the square of the length. */
const MAX_TOKENS = 300;
/** Tokens that a typed value may have. */
const MAX_SPAN = 60;

const SAME = 0;
const OTHER_CASE = 0.5;
const CHANGED = 1.5;
const ONE_SIDED = 1;
/** For each token in `<<...>>`: less than an added token, so that it goes on to stand for it. */
const ABSORBED = 0.9;

/**
 * A pattern made to fit another text: its holes stay where their values still are, and the text
 * around them becomes that of the new line. `null` when a hole finds no value, or when nothing of
 * the old text is left that says it is the same line.
 *
 * @param write how text is written
 */
export function refitSegments(
  segments: readonly Segment[],
  text: string,
  lookUp: LookUp,
  write: (literal: string) => string = escapeText,
): string | null {
  const pieces = segments.flatMap((segment) => toPieces(segment, lookUp));
  const tokens = tokenize(text);
  if (pieces.length > MAX_TOKENS || tokens.length > MAX_TOKENS) return null;
  const moves = align(pieces, tokens);
  if (moves === null) return null;
  const words = pieces.filter((piece) => piece.kind === 'token' && isWord(piece.text));
  if (words.length > 0 && !moves.some(({ kept }) => kept)) return null;
  return writeMoves(moves, write);
}

function writeMoves(moves: readonly Move[], write: (literal: string) => string): string {
  let source = '';
  let literal = '';
  for (const { text, slot } of moves) {
    if (slot === undefined) literal += text;
    else {
      source += write(literal) + slot;
      literal = '';
    }
  }
  return source + write(literal);
}

function toPieces(segment: Segment, lookUp: LookUp): Piece[] {
  if (segment.kind === 'literal') {
    return tokenize(segment.text).map((text) => ({ kind: 'token', text }));
  }
  if (segment.kind === 'hole') {
    const { source, type, constraint } = segment.hole;
    const accepts = (text: string) =>
      isOfType(text, type) && (constraint === undefined || constraint.holds(text));
    return [{ kind: 'slot', source, any: isOpen(type), accepts }];
  }
  const value = lookUp(segment.name);
  const accepts = (text: string) => value === undefined || text === value;
  return [{ kind: 'slot', source: segment.source, any: value === undefined, accepts }];
}

/** Whether any text is of a type, so that it has no ends of its own. */
function isOpen(type: HoleType): boolean {
  return type.extent === null && type.constraint !== 'enum';
}

interface Move {
  readonly text: string;
  readonly slot?: string;
  /** Whether it is a word that stood there before. */
  readonly kept: boolean;
}

interface Cell {
  readonly cost: number;
  readonly from: readonly [piece: number, token: number];
}

/** The cheapest way to lay the pieces along the tokens, every slot included. */
function align(pieces: readonly Piece[], tokens: readonly string[]): Move[] | null {
  const offsets = [0];
  for (const token of tokens) offsets.push((offsets.at(-1) ?? 0) + token.length);
  const text = tokens.join('');
  const table: (Cell | undefined)[][] = Array.from({ length: pieces.length + 1 }, () => []);
  const reach = (piece: number, token: number, cost: number, from: Cell['from']): void => {
    const row = table[piece];
    const known = row?.[token];
    if (row && (known === undefined || cost < known.cost)) row[token] = { cost, from };
  };
  reach(0, 0, 0, [0, 0]);
  for (let at = 0; at <= pieces.length; at++) {
    for (let to = 0; to <= tokens.length; to++) {
      const cell = table[at]?.[to];
      if (cell === undefined) continue;
      const { cost } = cell;
      const token = tokens[to];
      const piece = pieces[at];
      if (token !== undefined) reach(at, to + 1, cost + ONE_SIDED, [at, to]);
      if (piece?.kind === 'token') {
        reach(at + 1, to, cost + ONE_SIDED, [at, to]);
        if (token !== undefined) reach(at + 1, to + 1, cost + compare(piece.text, token), [at, to]);
      } else if (piece?.kind === 'slot') {
        const last = piece.any ? tokens.length : Math.min(tokens.length, to + MAX_SPAN);
        for (let end = to; end <= last; end++) {
          if (!piece.accepts(text.slice(offsets[to], offsets[end]))) continue;
          if (!piece.any && splitsValue(pieces, at, text, offsets[to] ?? 0, offsets[end] ?? 0)) {
            continue;
          }
          reach(at + 1, end, cost + (piece.any ? ABSORBED * (end - to) : 0), [at, to]);
        }
      }
    }
  }
  return walkBack(table, pieces, tokens);
}

function compare(a: string, b: string): number {
  if (a === b) return SAME;
  return a.toLowerCase() === b.toLowerCase() ? OTHER_CASE : CHANGED;
}

/** Whether a value would be cut out of a larger one: the `1` of `1.5`. */
function splitsValue(
  pieces: readonly Piece[],
  at: number,
  text: string,
  start: number,
  end: number,
): boolean {
  const before = pieces[at - 1];
  const after = pieces[at + 1];
  const ownBefore = before?.kind === 'token' && text.slice(0, start).endsWith(before.text);
  const ownAfter = after?.kind === 'token' && text.startsWith(after.text, end);
  return (!ownBefore && isWithinNumber(text, start)) || (!ownAfter && isWithinNumber(text, end));
}

/** Whether numbers, dates or times of day go on from one side of a place to the other. */
function isWithinNumber(text: string, at: number): boolean {
  const before = text.slice(0, at);
  const after = text.slice(at);
  if (/\d[.,-]?$/.test(before) && /^[.,-]?\d/.test(after)) return true;
  return /(?:^|[^\d.])\d\d?:?$/.test(before) && /^:?\d\d(?!\d)/.test(after);
}

function walkBack(
  table: readonly (readonly (Cell | undefined)[])[],
  pieces: readonly Piece[],
  tokens: readonly string[],
): Move[] | null {
  const moves: Move[] = [];
  let [at, to] = [pieces.length, tokens.length];
  if (table[at]?.[to] === undefined) return null;
  while (at > 0 || to > 0) {
    const cell = table[at]?.[to];
    if (cell === undefined) return null;
    const [piece, token] = cell.from;
    const passed = piece < at ? pieces[piece] : undefined;
    const text = tokens.slice(token, to).join('');
    if (passed?.kind === 'slot') moves.push({ text, slot: passed.source, kept: false });
    else if (text !== '') {
      const same = passed !== undefined && compare(passed.text, text) < CHANGED;
      moves.push({ text, kept: same && isWord(text) });
    }
    [at, to] = cell.from;
  }
  return moves.reverse();
}
