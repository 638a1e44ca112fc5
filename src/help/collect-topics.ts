import { parseMarkdown } from '../document/parse.ts';
import type { MarkdownDocument } from '../document/types.ts';
import { TOPICS } from './topics.ts';

/**
 * The text of each topic, taken from the pages of `docs/` when the program is built.
 *
 * @param readPage gives a page by its name, as `format.md`
 * @throws where a page has not the section that a topic wants
 */
export function collectTopics(readPage: (name: string) => string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(TOPICS).map(([name, { parts }]) => {
      const texts = parts.map((part) => {
        const [page = '', anchor] = part.split('#');
        return cutPart(parseMarkdown(readPage(page), page), anchor);
      });
      return [name, texts.join('\n')];
    }),
  );
}

/** A section with its subsections; without an anchor the page, but not what stands before its title. */
function cutPart(page: MarkdownDocument, anchor: string | undefined): string {
  const { headings, lines, fences, file } = page;
  const isInFence = (at: number): boolean => fences.some((f) => f.line <= at && at <= f.endLine);
  const at = headings.findIndex(({ slug, line }) =>
    anchor === undefined ? true : slug === anchor && !isInFence(line),
  );
  const heading = headings[at];
  if (heading === undefined) throw new Error(`docs/${file} has no section #${anchor}`);
  const next = headings.slice(at + 1).find(({ level }) => level <= heading.level);
  const cut = lines.slice(heading.line - 1, next === undefined ? undefined : next.line - 1);
  const text = cut.map((line, index) =>
    isInFence(heading.line + index) ? line : dropTargets(line),
  );
  return `${text.join('\n').trimEnd()}\n`;
}

/** Links within the documentation lead nowhere on a terminal. */
function dropTargets(line: string): string {
  return line.replaceAll(/\[([^\]]+)\]\((?!https?:)[^)\s]*\)/g, '$1');
}
