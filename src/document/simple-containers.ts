import type { BlockCollector } from './block-collector.ts';
import { classifyLine } from './classify-line.ts';

const ITEM = /^(?:([-+*])|\d{1,9}([.)])) (?=[^ \t])/;

/**
 * Takes a list or a quote of plain text: items of one kind of marker, or quoted lines, each with
 * one paragraph and nothing else in it, and after it a blank line and no more of the list.
 *
 * @returns the line after it; `null` when it is anything that needs a parser
 */
export function takeSimpleContainer(
  lines: readonly string[],
  at: number,
  end: number,
  collector: BlockCollector,
): number | null {
  const first = lines[at] ?? '';
  if (first.startsWith('> ')) return takeQuote(lines, at, end, collector);
  return ITEM.test(first) ? takeList(lines, at, end, collector) : null;
}

function takeQuote(
  lines: readonly string[],
  at: number,
  end: number,
  collector: BlockCollector,
): number | null {
  const content: string[] = [];
  for (let next = at; next < end; next++) {
    const line = lines[next] ?? '';
    if (classifyLine(line) === 'blank') break;
    const text = line.slice(2);
    if (!line.startsWith('> ') || !isPlain(text, content.length === 0)) return null;
    content.push(text);
  }
  const endLine = at + content.length;
  collector.addText({ kind: 'text', line: at + 1, endLine, content: content.join('\n') });
  return endLine;
}

/** Paragraph text; what a link definition could begin with is plain only further down. */
function isPlain(text: string, isFirst: boolean): boolean {
  return classifyLine(text) === 'text' || (!isFirst && text.startsWith('['));
}

interface Item {
  readonly line: number;
  content: string;
  endLine: number;
}

function takeList(
  lines: readonly string[],
  at: number,
  end: number,
  collector: BlockCollector,
): number | null {
  const items: Item[] = [];
  let kind = '';
  let indent = '';
  let next = at;
  for (; next < end; next++) {
    const line = lines[next] ?? '';
    if (classifyLine(line) === 'blank') break;
    const item = ITEM.exec(line);
    const last = items.at(-1);
    if (item !== null) {
      const marker = item[1] ?? item[2] ?? '';
      const text = line.slice(item[0].length);
      if ((last !== undefined && marker !== kind) || !isPlain(text, true)) return null;
      kind = marker;
      indent = ' '.repeat(item[0].length);
      items.push({ line: next + 1, content: text, endLine: next + 1 });
    } else {
      const text = line.slice(indent.length);
      if (last === undefined || !line.startsWith(indent) || !isPlain(text, false)) return null;
      last.content += `\n${text}`;
      last.endLine = next + 1;
    }
  }
  if (!endsList(lines, next, end)) return null;
  collector.addProse(at + 1, next);
  for (const item of items) collector.addText({ kind: 'text', ...item });
  return next;
}

/** Whether what comes after blank lines cannot be more of a list. */
function endsList(lines: readonly string[], at: number, end: number): boolean {
  let next = at;
  while (next < end && classifyLine(lines[next] ?? '') === 'blank') next += 1;
  return next === end || classifyLine(lines[next] ?? '') !== 'other';
}
