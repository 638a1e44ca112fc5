import type { Fence, MarkdownDocument, Position } from './types.ts';

/** Bodies that were split, since a fence that has one problem often has many. */
const splitBodies = new WeakMap<Fence, readonly string[]>();

function linesOf(fence: Fence): readonly string[] {
  const known = splitBodies.get(fence);
  if (known !== undefined) return known;
  const lines = fence.body.split('\n');
  splitBodies.set(fence, lines);
  return lines;
}

/**
 * Where a piece of a fence's body is in the document, whatever list or quote encloses the fence.
 *
 * @param bodyLine line of the body, from 0
 * @param index UTF-16 code units from the beginning of that line
 */
export function findBodyPosition(
  document: MarkdownDocument,
  fence: Fence,
  bodyLine: number,
  index: number,
): Position {
  const line = Math.min(fence.line + 1 + bodyLine, document.lines.length);
  const raw = document.lines[line - 1] ?? '';
  const text = linesOf(fence)[bodyLine] ?? '';
  // A tab that is part indentation, part content has no place of its own in the body.
  const indent = text !== '' && raw.endsWith(text) ? raw.length - text.length : 0;
  return { line, column: indent + index + 1 };
}

/** A place in a text: its line, from 0, and UTF-16 code units from the beginning of that line. */
export interface TextPlace {
  readonly bodyLine: number;
  readonly index: number;
}

/** The line of the body, from 0, and the index in it, of an offset in the body. */
export function splitOffset(body: string, offset: number): TextPlace {
  return createLocator(body)(offset);
}

/** The same for many offsets of one text, whose lines are found once. */
export function createLocator(text: string): (offset: number) => TextPlace {
  const starts = [0, ...Array.from(text.matchAll(/\r\n?|\n/g), (end) => end.index + end[0].length)];
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { bodyLine: low, index: offset - (starts[low] ?? 0) };
  };
}
