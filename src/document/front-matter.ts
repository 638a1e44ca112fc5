import type { SourceLines } from './source-lines.ts';
import type { FrontMatter } from './types.ts';

const OPENING = /^---[ \t]*$/;
const CLOSING = /^(?:---|\.\.\.)[ \t]*$/;

/**
 * Finds the YAML between `---` lines at the top of a document.
 *
 * @returns the front matter and the number of lines that it takes up, both `---` lines included;
 * `null` when the document has none or when it is never closed
 */
export function findFrontMatter(
  lines: SourceLines,
): { readonly frontMatter: FrontMatter; readonly length: number } | null {
  if (!OPENING.test(lines.at(0))) return null;
  let end = 1;
  while (end < lines.count && !CLOSING.test(lines.at(end))) end += 1;
  if (end >= lines.count) return null;
  return { frontMatter: { text: lines.slice(1, end), line: 2 }, length: end + 1 };
}
