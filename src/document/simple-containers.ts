import type { BlockCollector } from './block-collector.ts';
import { classifyAt, classifyLine } from './classify-line.ts';
import type { SourceLines } from './source-lines.ts';

const ITEM = /^(?:([-+*])|\d{1,9}([.)])) (?=[^ \t])/;

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
  const first = lines.at(at);
  if (first.startsWith('> ')) return takeQuote(lines, at, end, collector);
  return ITEM.test(first) ? takeList(lines, at, end, collector) : null;
}

function takeQuote(
  lines: SourceLines,
  at: number,
  end: number,
  collector: BlockCollector,
): number | null {
  let next = at;
  for (; next < end && classifyAt(lines, next) !== 'blank'; next++) {
    const line = lines.at(next);
    if (!line.startsWith('> ') || !isPlain(line.slice(2), next === at)) return null;
  }
  collector.addText({ kind: 'text', line: at + 1, endLine: next, indent: 2 });
  return next;
}

/** Paragraph text; what a link definition could begin with is plain only further down. */
function isPlain(text: string, isFirst: boolean): boolean {
  return classifyLine(text) === 'text' || (!isFirst && text.startsWith('['));
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
  let kind = '';
  let next = at;
  for (; next < end && classifyAt(lines, next) !== 'blank'; next++) {
    const line = lines.at(next);
    const last = items.at(-1);
    const item = ITEM.exec(line);
    if (item !== null) {
      const marker = item[1] ?? item[2] ?? '';
      const indent = item[0].length;
      if ((last !== undefined && marker !== kind) || !isPlain(line.slice(indent), true))
        return null;
      kind = marker;
      items.push({ line: next + 1, indent, endLine: next + 1 });
    } else if (last !== undefined && continuesItem(line, last.indent)) last.endLine = next + 1;
    else return null;
  }
  if (!endsList(lines, next, end)) return null;
  collector.addProse(at + 1, next);
  for (const item of items) collector.addText({ kind: 'text', ...item });
  return next;
}

function continuesItem(line: string, indent: number): boolean {
  for (let at = 0; at < indent; at++) if (line[at] !== ' ') return false;
  return isPlain(line.slice(indent), false);
}

/** Whether what comes after blank lines cannot be more of a list. */
function endsList(lines: SourceLines, at: number, end: number): boolean {
  let next = at;
  while (next < end && classifyAt(lines, next) === 'blank') next += 1;
  return next === end || classifyAt(lines, next) !== 'other';
}
