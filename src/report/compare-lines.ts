import { countSame } from '../expect/lines/pair-rows.ts';
import { loadLibrary } from '../libraries/load.ts';
import { alignCut, describeRest, LINE_LIMIT, showCompared, showExactly } from './visible.ts';

/** A line as it is shown, in pieces that differ from the line beside it or do not. */
export type ShownLine = readonly ShownPiece[];

export interface ShownPiece {
  readonly text: string;
  readonly differs: boolean;
}

/** A line that is compared; `before` and `after` count the characters that are not in `text`. */
export interface ComparedLine {
  readonly text: string;
  readonly before?: number;
  readonly after?: number;
}

/** Where the first difference is further on than this, the beginning is left out. */
const FAR = 120;
/** How much stays before it. */
const LEAD = 40;
/** Edits after which two lines have nothing in common that would be worth showing. */
const MAX_EDITS = 200;
/** A word up to this length is marked whole: people read words, not letters. */
const WORD_LENGTH = 12;

/** A line that has no counterpart. */
export function showAlone(line: ComparedLine): ShownLine {
  return [{ text: assemble(line, 0, showCompared), differs: false }];
}

/** An expected line and the one in its place: from where they differ, with what differs marked. */
export function showPair(expected: ComparedLine, got: ComparedLine): [ShownLine, ShownLine] {
  const same = countSame(expected.text, got.text);
  const start = same > FAR ? alignCut(expected.text, same - LEAD) : 0;
  const show = (view: (text: string) => string): [string, string] => [
    assemble(expected, start, view),
    assemble(got, start, view),
  ];
  const [left, right] = show(showCompared);
  const looksEqual = left.normalize('NFC') === right.normalize('NFC');
  const texts = looksEqual && expected.text !== got.text ? show(showExactly) : [left, right];
  return markDifferences(texts[0] ?? '', texts[1] ?? '');
}

/** The text of a line as it is shown. */
export function joinPieces(line: ShownLine): string {
  return line.map((piece) => piece.text).join('');
}

function assemble(
  { text, before = 0, after = 0 }: ComparedLine,
  start: number,
  view: (text: string) => string,
): string {
  const end = alignCut(text, start + LINE_LIMIT);
  const rest = text.length - end + after;
  const part = text.slice(start, end);
  const shown = rest > 0 ? `${view(`${part}|`).slice(0, -1)}${describeRest(rest)}` : view(part);
  return before + start > 0 ? `…${shown}` : shown;
}

/** Marks what differs inside two lines that are alike; nothing in lines that are not. */
function markDifferences(left: string, right: string): [ShownLine, ShownLine] {
  const whole = (text: string): ShownLine => [{ text, differs: false }];
  const changes = loadLibrary('diff').diffWordsWithSpace(left, right, { maxEditLength: MAX_EDITS });
  const common = changes
    ?.filter((change) => !change.added && !change.removed)
    .reduce((sum, { value }) => sum + value.trim().length, 0);
  if (!changes || 2 * (common ?? 0) < Math.max(left.trim().length, right.trim().length))
    return markMiddle(left, right) ?? [whole(left), whole(right)];
  const sides: [ShownPiece[], ShownPiece[]] = [[], []];
  for (const [index, { value, added, removed }] of changes.entries()) {
    const other = changes[removed ? index + 1 : index - 1];
    const isReplaced = removed ? other?.added : added && other?.removed;
    const pieces =
      isReplaced && other && value.length > WORD_LENGTH
        ? cutToMiddle(value, other.value)
        : [{ text: value, differs: added || removed }];
    if (!added) sides[0].push(...pieces);
    if (!removed) sides[1].push(...pieces);
  }
  return sides;
}

/** For lines of one long word: alike when they begin and end alike. */
function markMiddle(left: string, right: string): [ShownLine, ShownLine] | null {
  const pieces = cutToMiddle(left, right);
  const same = pieces.reduce((sum, { text, differs }) => sum + (differs ? 0 : text.length), 0);
  return 2 * same < Math.max(left.length, right.length) ? null : [pieces, cutToMiddle(right, left)];
}

/** A text in pieces: what it has in common with another at the ends is no difference. */
export function cutToMiddle(text: string, other: string): ShownPiece[] {
  const start = alignCut(text, countSame(text, other));
  let end = 0;
  const most = Math.min(text.length, other.length) - start;
  while (end < most && text.at(-1 - end) === other.at(-1 - end)) end++;
  const to = alignCut(text, text.length - end);
  return [
    { text: text.slice(0, start), differs: false },
    { text: text.slice(start, Math.max(start, to)), differs: true },
    { text: text.slice(Math.max(start, to)), differs: false },
  ].filter((piece) => piece.text !== '');
}
