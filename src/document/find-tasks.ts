import { readInlineText } from './find-links.ts';
import type { MarkdownEnv } from './markdown.ts';
import { renderText } from './render-text.ts';
import type { Heading, MarkdownDocument } from './types.ts';

/** An item of a list that can be ticked off (GitHub's task lists). */
export interface TaskItem {
  readonly line: number;
  /** As a reader sees it, in one line. */
  readonly text: string;
  /** What its links lead to, in order. */
  readonly links: readonly string[];
  /** The heading that it stands under. */
  readonly heading: Heading | null;
}

/** A list's marker, perhaps in a quote or another list, and a box (GFM §5.3). */
const ITEM = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)+\[[ xX]\][ \t]/;
const BOX = /^\[[ xX]\][ \t]+/;

/** The task items of a document, in its order. */
export function findTasks(document: MarkdownDocument): readonly TaskItem[] {
  const { lines, headings, definitions } = document;
  // Most documents have none, and then their texts need not be put together.
  if (!lines.some((line) => ITEM.test(line))) return [];
  const references = Object.fromEntries(
    [...definitions].map(([label, href]) => [label, { href, title: '' }]),
  );
  const env: MarkdownEnv = { references };
  return document.texts.flatMap((text) => {
    if (text.kind !== 'text' || !ITEM.test(lines[text.line - 1] ?? '')) return [];
    const source = readInlineText(lines, text);
    if (!BOX.test(source)) return [];
    const { text: shown, links } = renderText(source.replace(BOX, ''), env);
    const heading = headings.findLast(({ line }) => line < text.line) ?? null;
    return [{ line: text.line, text: shown.replace(/\s+/g, ' ').trim(), links, heading }];
  });
}
