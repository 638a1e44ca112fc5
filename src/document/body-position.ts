import type { Fence, MarkdownDocument, Position } from './types.ts';

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
  const text = fence.body.split('\n')[bodyLine] ?? '';
  // A tab that is part indentation, part content has no place of its own in the body.
  const indent = text !== '' && raw.endsWith(text) ? raw.length - text.length : 0;
  return { line, column: indent + index + 1 };
}

/** The line of the body, from 0, and the index in it, of an offset in the body. */
export function splitOffset(
  body: string,
  offset: number,
): { readonly bodyLine: number; readonly index: number } {
  const before = body.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  return { bodyLine: before.split('\n').length - 1, index: offset - start };
}
