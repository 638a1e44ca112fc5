import { createBlockCollector } from './block-collector.ts';
import { findFrontMatter } from './front-matter.ts';
import type { MarkdownEnv } from './markdown.ts';
import { scanBlocks } from './scan-blocks.ts';
import { indexLines } from './source-lines.ts';
import type { InlineText, MarkdownDocument, Prose } from './types.ts';

/**
 * Reads a Markdown document (CommonMark with GitHub's tables): its fences and headings in document
 * order, each with its place. Never fails: every text is a Markdown document.
 *
 * @param text the file's content; a byte-order mark and any line endings are understood
 * @param file the path as the user gave it, for messages
 */
export function parseMarkdown(text: string, file: string): MarkdownDocument {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const unified = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  const lines = indexLines(unified);
  const found = findFrontMatter(lines);
  const env: MarkdownEnv = {};
  const collector = createBlockCollector(lines);
  scanBlocks(lines, found?.length ?? 0, collector, env);
  const { headings, fences, definitions, readProse, readTexts } = collector.finish(env);
  const parts: {
    lines?: readonly string[];
    prose?: readonly Prose[];
    texts?: readonly InlineText[];
  } = {};
  return {
    file,
    text: source,
    frontMatter: found?.frontMatter ?? null,
    headings,
    fences,
    definitions,
    get lines() {
      parts.lines ??= unified.split('\n');
      return parts.lines;
    },
    get prose() {
      parts.prose ??= readProse();
      return parts.prose;
    },
    get texts() {
      parts.texts ??= readTexts();
      return parts.texts;
    },
  };
}
