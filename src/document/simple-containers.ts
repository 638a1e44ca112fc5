import type { BlockCollector } from './block-collector.ts';
import { classifyAt, classifyLine, isLetter } from './classify-line.ts';
import type { SourceLines } from './source-lines.ts';

const QUOTE = 62;
const BRACKET = 91;
const DASH = 45;
const STAR = 42;
const PLUS = 43;
const FULL_STOP = 46;
const PARENTHESIS = 41;
const BLANK = 32;
const TAB = 9;
const LINE_FEED = 10;
const MOST_DIGITS = 9;

/**
 * Takes a list or a quote of plain text: items of one kind of marker, or quoted lines, each with
 * one paragraph and nothing else in it, and after it a blank line and no more of the list.
 *
 * @returns the line after it; `null` when it is anything that needs a parser
 */
export function takeSimpleContainer(
  lines: SourceLines,
  at: number,
  end: number,
  collector: BlockCollector,
): number | null {
  return lines.code(at, 0) === QUOTE
    ? takeQuote(lines, at, end, collector)
    : takeList(lines, at, end, collector);
}

function takeQuote(
  lines: SourceLines,
  at: number,
  end: number,
  collector: BlockCollector,
): number | null {
  let next = at;
  for (; next < end && classifyAt(lines, next) !== 'blank'; next++) {
    if (lines.code(next, 0) !== QUOTE || lines.code(next, 1) !== BLANK) return null;
    if (!isPlain(lines, next, 2, next === at)) return null;
  }
  collector.addText({ kind: 'text', line: at + 1, endLine: next, indent: 2 });
  return next;
}

/** Paragraph text from an offset on; what a definition could begin with is plain only further down. */
function isPlain(lines: SourceLines, index: number, offset: number, isFirst: boolean): boolean {
  const code = lines.code(index, offset);
  if (isLetter(code)) return true;
  if (code === BRACKET) return !isFirst;
  return classifyLine(lines.at(index).slice(offset)) === 'text';
}

interface Item {
  readonly line: number;
  readonly indent: number;
  endLine: number;
}

function takeList(
  lines: SourceLines,
  at: number,
  end: number,
  collector: BlockCollector,
): number | null {
  const items: Item[] = [];
  let kind = 0;
  let next = at;
  for (; next < end && classifyAt(lines, next) !== 'blank'; next++) {
    const last = items.at(-1);
    const indent = measureMarker(lines, next);
    if (indent > 0) {
      const marker = lines.code(next, indent - 2);
      if ((last !== undefined && marker !== kind) || !isPlain(lines, next, indent, true))
        return null;
      kind = marker;
      items.push({ line: next + 1, indent, endLine: next + 1 });
    } else if (last !== undefined && continuesItem(lines, next, last.indent)) {
      last.endLine = next + 1;
    } else return null;
  }
  if (!endsList(lines, next, end)) return null;
  collector.addProse(at + 1, next);
  for (const item of items) collector.addText({ kind: 'text', ...item });
  return next;
}

/** The length of a marker and the one blank after it; 0 for a line that has none at its margin. */
function measureMarker(lines: SourceLines, index: number): number {
  let at = 0;
  while (at < MOST_DIGITS && isDigit(lines.code(index, at))) at += 1;
  const code = lines.code(index, at);
  const isMarker =
    at === 0
      ? code === DASH || code === STAR || code === PLUS
      : code === FULL_STOP || code === PARENTHESIS;
  if (!isMarker || lines.code(index, at + 1) !== BLANK) return 0;
  const first = lines.code(index, at + 2);
  return first === BLANK || first === TAB || first === LINE_FEED || Number.isNaN(first)
    ? 0
    : at + 2;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function continuesItem(lines: SourceLines, index: number, indent: number): boolean {
  for (let at = 0; at < indent; at++) if (lines.code(index, at) !== BLANK) return false;
  return isPlain(lines, index, indent, false);
}

/** Whether what comes after blank lines cannot be more of a list. */
function endsList(lines: SourceLines, at: number, end: number): boolean {
  let next = at;
  while (next < end && classifyAt(lines, next) === 'blank') next += 1;
  return next === end || classifyAt(lines, next) !== 'other';
}
