import { cutToMiddle, joinPieces, type ShownLine } from './compare-lines.ts';
import { measureAscii, type WidthOf } from './width.ts';

/** Wider lines are wrapped by most screens, and a caret below them points at nothing. */
const MAX_COLUMNS = 110;

/** Scripts that run from right to left: their columns are not where their characters are. */
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Carets below what is marked in a line, for where there is no colour; `undefined` when nothing is
 * marked or the columns cannot be told.
 */
export function drawCarets(line: ShownLine, widthOf: WidthOf): string | undefined {
  const text = joinPieces(line);
  if (!line.some((piece) => piece.differs) || RIGHT_TO_LEFT.test(text)) return undefined;
  if (widthOf === measureAscii && !/^[\x20-\x7e·⇥…]*$/.test(text)) return undefined;
  if (widthOf(text) > MAX_COLUMNS) return undefined;
  return line
    .map((piece) => (piece.differs ? '^' : ' ').repeat(widthOf(piece.text)))
    .join('')
    .trimEnd();
}

/** Two characters that may look alike, when they are all that differs: `U+2019 ’, not U+0027 '`. */
export function nameCharacters(expected: ShownLine, got: ShownLine): string | undefined {
  const [left, right] = [joinPieces(expected), joinPieces(got)];
  const [wanted, found] = [findOnly(left, right), findOnly(right, left)];
  if (wanted === undefined || found === undefined) return undefined;
  if (isAscii(wanted) === isAscii(found)) return undefined;
  return `${nameCharacter(found)}, not ${nameCharacter(wanted)}`;
}

/** The one character that a text has otherwise than another. */
function findOnly(text: string, other: string): string | undefined {
  const characters = cutToMiddle(text, other).flatMap((piece) =>
    piece.differs ? [...piece.text] : [],
  );
  return characters.length === 1 ? characters[0] : undefined;
}

function isAscii(char: string): boolean {
  return char < '\x7f';
}

function nameCharacter(char: string): string {
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code} ${char}`;
}
