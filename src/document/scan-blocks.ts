import type { BlockCollector } from './block-collector.ts';
import { ATX, classifyAt, FENCE } from './classify-line.ts';
import type { MarkdownEnv } from './markdown.ts';
import { collectRegion, isOpenAtEnd, parseRegion } from './read-region.ts';
import { takeSimpleContainer } from './simple-containers.ts';
import type { SourceLines } from './source-lines.ts';

const BLANK = 32;
const BRACKET = 91;
const ATX_END = /(?:^|[ \t])#+[ \t]*$/;

/**
 * Reads the blocks of a document. Blank lines, headings, fences and plain paragraphs, lists and
 * quotes that begin at the left margin are recognised here, line by line, and are most of what a
 * guide is made of; every other stretch (nested lists, tables, HTML, indented lines, link
 * definitions) is parsed by markdown-it, up to where CommonMark cannot but close it: a blank line,
 * and then a heading, a fence or a paragraph at the left margin. The result is that of markdown-it
 * for the whole, in a fraction of the time.
 *
 * @param first the number of lines to leave out at the top
 */
export function scanBlocks(
  lines: SourceLines,
  first: number,
  collector: BlockCollector,
  env: MarkdownEnv,
): void {
  const end = lines.count;
  let at = first;
  while (at < end) {
    const kind = classifyAt(lines, at);
    if (kind === 'blank') at += 1;
    else if (kind === 'heading') at = takeHeading(lines.at(at), at, collector);
    else if (kind === 'fence') at = takeFence(lines, at, end, collector);
    else {
      const next =
        kind === 'text'
          ? takeParagraph(lines, at, end, collector)
          : takeSimpleContainer(lines, at, end, collector);
      at = next ?? takeRegion(lines, at, end, collector, env);
    }
  }
}

function takeHeading(line: string, at: number, collector: BlockCollector): number {
  const [, marks = '', rest = ''] = ATX.exec(line) ?? [];
  // Blanks beyond ASCII are part of the text, and of the anchor.
  const content = /[# \t]$/.test(rest) ? rest.replace(ATX_END, '').replace(/[ \t]+$/, '') : rest;
  collector.addHeading({ level: marks.length, content, line: at + 1, opensSection: true });
  collector.addText({ kind: 'text', line: at + 1, endLine: at + 1, content });
  return at + 1;
}

function takeFence(lines: SourceLines, at: number, end: number, collector: BlockCollector): number {
  const [, marker = '', info = ''] = FENCE.exec(lines.at(at)) ?? [];
  let closing = at + 1;
  while (closing < end && !closes(lines, closing, marker)) closing += 1;
  const body = lines.slice(at + 1, closing);
  const endLine = Math.min(closing + 1, end);
  collector.addFence({ info, body, line: at + 1, endLine, container: null });
  return endLine;
}

/** A closing marker is as long as the opening one at least, indented by three blanks at most. */
function closes(lines: SourceLines, index: number, marker: string): boolean {
  const code = lines.code(index, 0);
  if (code !== marker.charCodeAt(0) && code !== BLANK) return false;
  const line = lines.at(index);
  const start = line.indexOf(marker);
  if (start < 0 || start > 3) return false;
  for (let at = 0; at < start; at++) if (line[at] !== ' ') return false;
  let at = start + marker.length;
  while (line[at] === marker[0]) at += 1;
  while (line[at] === ' ' || line[at] === '\t') at += 1;
  return at === line.length;
}

/** Takes a paragraph of plain lines; `null` when it may be anything else as well. */
function takeParagraph(
  lines: SourceLines,
  at: number,
  end: number,
  collector: BlockCollector,
): number | null {
  const next = findParagraphEnd(lines, at, end);
  if (next === null) return null;
  collector.addProse(at + 1, next);
  collector.addText({ kind: 'text', line: at + 1, endLine: next });
  return next;
}

/** The line after it. */
function findParagraphEnd(lines: SourceLines, at: number, end: number): number | null {
  for (let next = at + 1; next < end; next++) {
    const kind = classifyAt(lines, next);
    if (kind === 'text' || (kind === 'other' && lines.code(next, 0) === BRACKET)) continue;
    return kind === 'other' ? null : next;
  }
  return end;
}

function takeRegion(
  lines: SourceLines,
  at: number,
  end: number,
  collector: BlockCollector,
  env: MarkdownEnv,
): number {
  // An open fence or HTML block is looked for ever further away, so that the work stays linear.
  let skip = 1;
  for (;;) {
    const next = findBoundary(lines, at, end, skip);
    const tokens = parseRegion(lines.slice(at, next), env);
    if (next === end || !isOpenAtEnd(tokens, next - at)) {
      collectRegion(tokens, at, collector);
      return next;
    }
    skip *= 2;
  }
}

/** The line at the left margin, after a blank one, at which every block before it has ended. */
function findBoundary(lines: SourceLines, at: number, end: number, skip: number): number {
  let left = skip;
  let afterBlank = false;
  for (let next = at + 1; next < end; next++) {
    const kind = classifyAt(lines, next);
    if (kind === 'blank') afterBlank = true;
    else {
      if (afterBlank && kind !== 'other') {
        left -= 1;
        if (left === 0) return next;
      }
      afterBlank = false;
    }
  }
  return end;
}
