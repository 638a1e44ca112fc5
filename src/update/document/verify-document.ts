import { parseMarkdown } from '../../document/parse.ts';
import type { Fence, MarkdownDocument } from '../../document/types.ts';
import { loadRunbook } from '../../model/load.ts';
import type { AcceptedHunk } from '../hunk.ts';
import { applyChanges } from '../lines/line-edits.ts';

/**
 * Makes sure that an updated document is valid, and that its fences are those of the old one with
 * the accepted changes and nothing else.
 *
 * @returns what is wrong, a sentence each
 */
export function verifyDocument(
  before: MarkdownDocument,
  text: string,
  accepted: readonly AcceptedHunk[],
): readonly string[] {
  const { problems } = loadRunbook(parseMarkdown(text, before.file));
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return errors.map(({ line, message }) => `line ${line}: ${message}`);
  return verifyFences(before, text, accepted);
}

/** Makes sure of the fences alone, as {@link verifyDocument}. */
export function verifyFences(
  before: MarkdownDocument,
  text: string,
  accepted: readonly AcceptedHunk[],
): readonly string[] {
  const after = parseMarkdown(text, before.file);
  const places = new Map(after.fences.map((fence) => [fence.line, fence]));
  for (const fence of before.fences) {
    const line = moveLine(fence.line, accepted);
    const found = places.get(line);
    places.delete(line);
    if (found?.body === expectedBody(fence, accepted)) continue;
    return [`line ${line}: the new lines do not become lines of the fence`];
  }
  const stray = [...places.keys()].find((line) => !isAdded(line, accepted));
  return stray === undefined ? [] : [`line ${stray}: a fence would begin that was none before`];
}

/** Where a line of the old document stands in the new one. */
function moveLine(line: number, accepted: readonly AcceptedHunk[]): number {
  const before = accepted.filter(({ hunk }) => hunk.line < line || isInsertAt(hunk, line));
  return before.reduce((sum, { hunk, lines }) => sum + lines.length - hunk.count, line);
}

function isInsertAt({ line, count }: AcceptedHunk['hunk'], at: number): boolean {
  return line === at && count === 0;
}

function expectedBody(fence: Fence, accepted: readonly AcceptedHunk[]): string {
  const body = fence.body === '' ? [] : fence.body.replace(/\n$/, '').split('\n');
  const own = accepted.filter(({ hunk }) => hunk.line > fence.line && hunk.line <= fence.endLine);
  const changes = own.map(({ hunk, lines }) => {
    const from = hunk.line - fence.line - 1;
    return { from, to: from + hunk.count, lines };
  });
  return applyChanges(body, changes)
    .map((line) => `${line}\n`)
    .join('');
}

function isAdded(line: number, accepted: readonly AcceptedHunk[]): boolean {
  return accepted.some(({ hunk, lines }) => {
    const start = moveLine(hunk.line, accepted) - (hunk.count === 0 ? lines.length : 0);
    return hunk.count === 0 && line >= start && line < start + lines.length;
  });
}
