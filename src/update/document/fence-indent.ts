import { parseMarkdown } from '../../document/parse.ts';
import type { Fence, MarkdownDocument } from '../../document/types.ts';
import { spliceLines } from './splice-lines.ts';

/**
 * What stands before a line of a fence: the markers of the quotes and the blanks of the lists around
 * it. `null` when no way is found to add a line.
 */
export function findIndent(document: MarkdownDocument, fence: Fence): string | null {
  const opening = openingIndent(document, fence);
  if (fence.container === null && opening === '') return '';
  const closing = /^[ \t>]*/.exec(document.lines[fence.endLine - 1] ?? '')?.[0] ?? '';
  const candidates = [opening, closing, ...bodyIndents(document, fence)];
  return candidates.find((indent) => takesLine(document, fence, indent)) ?? null;
}

/** The beginning of the opening line, with the markers of lists as blanks. */
function openingIndent({ lines }: MarkdownDocument, fence: Fence): string {
  const line = lines[fence.line - 1] ?? '';
  const before = /^.*?(?=`{3,}|~{3,})/.exec(line)?.[0] ?? '';
  return before.replace(/[^ \t>]/g, ' ');
}

function bodyIndents(document: MarkdownDocument, fence: Fence): string[] {
  const body = fence.body.split('\n').slice(0, -1);
  return body.flatMap((text, index) => ownIndent(document, fence, index, text) ?? []);
}

/** What stands before a line of the body, from 0; `undefined` where a tab is only in part content. */
export function ownIndent(
  { lines }: MarkdownDocument,
  fence: Fence,
  bodyLine: number,
  text: string,
): string | undefined {
  const raw = lines[fence.line + bodyLine] ?? '';
  return text !== '' && raw.endsWith(text) ? raw.slice(0, raw.length - text.length) : undefined;
}

/** A line behind an indent. A blank right after `>` is part of the marker, so text needs another. */
export function indentLine(indent: string, text: string): string {
  if (text === '') return indent.trimEnd();
  return /^[ \t]/.test(text) && indent.endsWith('>') ? `${indent} ${text}` : indent + text;
}

/** Whether a line with this indent becomes a line of the fence, and nothing else changes. */
function takesLine(document: MarkdownDocument, fence: Fence, indent: string): boolean {
  const text = spliceLines(document.text, [
    { line: fence.endLine, count: 0, lines: [indentLine(indent, 'x')] },
  ]);
  const { fences } = parseMarkdown(text, document.file);
  const at = document.fences.indexOf(fence);
  return (
    fences.length === document.fences.length &&
    fences.every(({ body }, index) => {
      const before = document.fences[index]?.body;
      return body === (index === at ? `${fence.body}x\n` : before);
    })
  );
}
