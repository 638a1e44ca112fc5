import MarkdownIt, { type Token } from 'markdown-it';
import { findFrontMatter } from './front-matter.ts';
import { createHeadingCollector } from './headings.ts';
import type { Fence, Heading, MarkdownDocument, Prose } from './types.ts';

type Container = 'list' | 'quote';

const CONTAINERS: Readonly<Record<string, Container>> = {
  bullet_list: 'list',
  ordered_list: 'list',
  blockquote: 'quote',
};

// Block rules only: inline parsing of a whole document costs three times as much, and nothing but a
// heading's text is needed of it. Without `normalize` a NUL stays what it is: bodies are literal.
const markdown = new MarkdownIt('default', { html: true });
markdown.core.ruler.enableOnly(['block']);

/**
 * Reads a Markdown document (CommonMark with GitHub's tables): its fences and headings in document
 * order, each with its place. Never fails: every text is a Markdown document.
 *
 * @param text the file's content; a byte-order mark and any line endings are understood
 * @param file the path as the user gave it, for messages
 */
export function parseMarkdown(text: string, file: string): MarkdownDocument {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const lines = source.split(/\r\n?|\n/);
  const found = findFrontMatter(lines);
  // The front matter becomes blank lines, so that every later line keeps its number.
  const visible = found ? lines.map((line, index) => (index < found.length ? '' : line)) : lines;
  const env = {};
  const tokens = markdown.parse(visible.join('\n'), env);
  return {
    file,
    text: source,
    lines,
    frontMatter: found?.frontMatter ?? null,
    ...collect(tokens, lines, env),
  };
}

function collect(
  tokens: readonly Token[],
  lines: readonly string[],
  env: Record<string, unknown>,
): Pick<MarkdownDocument, 'headings' | 'fences' | 'prose'> {
  const collector = createHeadingCollector();
  const fences: Fence[] = [];
  const prose: Prose[] = [];
  const containers: Container[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      const inline: Token[] = [];
      markdown.inline.parse(tokens[index + 1]?.content ?? '', markdown, env, inline);
      collector.add({
        level: Number(token.tag.slice(1)),
        inline,
        line: (token.map?.[0] ?? 0) + 1,
        opensSection: token.level === 0,
      });
    } else if (token.type === 'fence') {
      fences.push(readFence(token, lines, collector.current, containers.at(-1) ?? null));
    } else if (token.level === 0 && isProse(token)) {
      prose.push(readProse(token, lines, collector.current));
    }
    trackContainers(token, containers);
  }
  return { headings: collector.headings, fences, prose };
}

function trackContainers(token: Token, containers: Container[]): void {
  const container = CONTAINERS[token.type.replace(/_(?:open|close)$/, '')];
  if (container === undefined) return;
  if (token.nesting === 1) containers.push(container);
  else containers.pop();
}

function isProse(token: Token): boolean {
  return (
    token.type === 'paragraph_open' ||
    token.type === 'bullet_list_open' ||
    token.type === 'ordered_list_open'
  );
}

function readFence(
  token: Token,
  lines: readonly string[],
  heading: Heading | null,
  container: Container | null,
): Fence {
  const [start, end] = token.map ?? [0, 0];
  // Whatever container markers stand before it, the opening line ends with the info string.
  const indent = token.info.length - token.info.trimStart().length;
  const info = token.info.trim();
  const begin = (lines[start] ?? '').length - token.info.length + (info === '' ? 0 : indent);
  const body = token.content;
  return {
    info,
    position: { line: start + 1, column: begin + 1 },
    body: body === '' || body.endsWith('\n') ? body : `${body}\n`,
    line: start + 1,
    endLine: end,
    heading,
    container,
  };
}

function readProse(token: Token, lines: readonly string[], heading: Heading | null): Prose {
  const [start, end] = token.map ?? [0, 0];
  return { text: lines.slice(start, end).join('\n').trimEnd(), line: start + 1, heading };
}
