import type { Token } from 'markdown-it';
import { markdown } from '../document/markdown.ts';
import type { Fence, Heading, MarkdownDocument } from '../document/types.ts';

/**
 * What a section says to a reader, as Markdown, subsections included: without its own heading, comments
 * and the blocks that run. Other fences are there to be read.
 *
 * @param tagged the blocks of steps and expectations
 */
export function readSection(
  { lines, headings }: MarkdownDocument,
  heading: Heading,
  tagged: readonly Fence[],
): string {
  const next = headings.find(({ line, level }) => line > heading.line && level <= heading.level);
  const end = next === undefined ? lines.length : next.line - 1;
  const text = lines.slice(heading.line - 1, end);
  for (const { line, endLine } of tagged) {
    if (line <= heading.line || line > end) continue;
    text.fill('', line - heading.line, endLine - heading.line + 1);
  }
  return keepWords(text)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
}

/** Lines of Markdown that begin with a heading, without that heading and without comments. */
function keepWords(lines: readonly string[]): string[] {
  const kept = [...lines];
  const tokens = markdown().parse(lines.join('\n'), {});
  const ownEnd = tokens[0]?.map?.[1] ?? 1;
  // From the last one up, so that the places of the others stay what they are.
  for (const [index, token] of [...tokens.entries()].reverse()) {
    const [from, to] = token.map ?? [0, 0];
    if (from < ownEnd) continue;
    if (isUnderlined(token)) {
      const { content = '' } = tokens[index + 1] ?? {};
      const [first = '', ...rest] = withoutAll(content, findComments(content)).split('\n');
      kept.splice(
        from,
        to - from,
        [`${'#'.repeat(headingLevel(token))} ${first}`, ...rest].join(' '),
      );
    } else if (!isUnderlined(tokens[index - 1])) {
      const comments = commentsOf(token);
      if (comments.length === 0) continue;
      const text = withoutAll(kept.slice(from, to).join('\n'), comments);
      kept.splice(from, to - from, ...text.split('\n'));
    }
  }
  return kept.slice(ownEnd);
}

function isUnderlined(token: Token | undefined): boolean {
  return token?.type === 'heading_open' && token.level === 0 && /^[=-]/.test(token.markup);
}

function headingLevel({ tag }: Token): number {
  return Number(tag.slice(1));
}

function commentsOf({ type, content }: Token): readonly string[] {
  if (type === 'html_block') return content.match(/<!--[\s\S]*?(?:-->|$)/g) ?? [];
  return type === 'inline' ? findComments(content) : [];
}

/** The comments within a paragraph; what looks like one in a code span is none. */
function findComments(content: string): readonly string[] {
  if (!content.includes('<!--')) return [];
  const inline: Token[] = [];
  markdown().inline.parse(content, markdown(), {}, inline);
  return inline
    .filter((token) => token.type === 'html_inline' && token.content.startsWith('<!--'))
    .map((token) => token.content);
}

/** The text without these pieces, and without the blank that each would leave behind. */
function withoutAll(text: string, pieces: readonly string[]): string {
  let rest = text;
  for (const piece of pieces) {
    const at = rest.indexOf(piece);
    if (at === -1) continue;
    const before = rest.slice(0, at);
    const after = rest.slice(at + piece.length);
    const isDouble = /(?:^|\s)$/.test(before) && after.startsWith(' ');
    rest = before + (isDouble ? after.slice(1) : after);
  }
  return rest;
}
