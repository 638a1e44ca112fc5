import type { FrontMatter } from './types.ts';

const OPENING = /^---[ \t]*$/;
const CLOSING = /^(?:---|\.\.\.)[ \t]*$/;

/**
 * Finds the YAML between `---` lines at the top of a document.
 *
 * @param lines the document's lines without their endings
 * @returns the front matter and the number of lines that it takes up, both `---` lines included;
 * `null` when the document has none or when it is never closed
 */
export function findFrontMatter(
  lines: readonly string[],
): { readonly frontMatter: FrontMatter; readonly length: number } | null {
  if (!OPENING.test(lines[0] ?? '')) return null;
  const end = lines.findIndex((line, index) => index > 0 && CLOSING.test(line));
  if (end < 0) return null;
  const text = lines
    .slice(1, end)
    .map((line) => `${line}\n`)
    .join('');
  return { frontMatter: { text, line: 2 }, length: end + 1 };
}
