import GithubSlugger from 'github-slugger';
import type { Token } from 'markdown-it';
import { type MarkdownEnv, markdown } from './markdown.ts';
import type { SourceLines } from './source-lines.ts';
import type { Fence, Heading, InlineText, MarkdownDocument, Prose } from './types.ts';

/** A heading while the document is read: its text may need link definitions that come later. */
interface OpenHeading extends Heading {
  text: string;
  slug: string;
}

/** A fence as a reader of blocks finds it. Line numbers count from 1. */
export interface FoundFence {
  /** What follows the marker, untrimmed. */
  readonly info: string;
  readonly body: string;
  readonly line: number;
  readonly endLine: number;
  readonly container: Fence['container'];
}

/** Takes the blocks of a document one after the other. */
export interface BlockCollector {
  /**
   * @param opensSection false for a heading inside a list or a quote: it has an anchor, but what
   * follows the list or the quote does not stand under it
   */
  addHeading(heading: {
    readonly level: number;
    readonly content: string;
    readonly line: number;
    readonly opensSection: boolean;
  }): void;
  addFence(fence: FoundFence): void;
  /** A top-level paragraph or list. */
  addProse(line: number, endLine: number): void;
  addText(text: InlineText): void;
  /** Everything that was taken, once the whole document is read. */
  finish(
    env: MarkdownEnv,
  ): Pick<MarkdownDocument, 'headings' | 'fences' | 'prose' | 'texts' | 'definitions'>;
}

/** Starts with nothing. @param lines the document's lines, for the columns of info strings */
export function createBlockCollector(lines: SourceLines): BlockCollector {
  const headings: OpenHeading[] = [];
  const contents: string[] = [];
  const fences: Fence[] = [];
  const prose: Prose[] = [];
  const texts: InlineText[] = [];
  let current: OpenHeading | null = null;
  return {
    addHeading({ level, content, line, opensSection }) {
      const heading = { level, text: '', slug: '', line, parent: findParent(current, level) };
      headings.push(heading);
      contents.push(content);
      if (opensSection) current = heading;
    },
    addFence: (fence) => fences.push(placeFence(fence, lines, current)),
    addProse: (line, endLine) => prose.push({ line, endLine, heading: current }),
    addText: (text) => texts.push(text),
    finish(env) {
      const slugger = new GithubSlugger();
      for (const [index, heading] of headings.entries()) {
        const text = renderText(contents[index] ?? '', env);
        heading.text = text.replace(/\s+/g, ' ').trim();
        heading.slug = slugger.slug(text);
      }
      const found = Object.entries(env.references ?? {});
      const definitions = new Map(found.map(([label, { href }]) => [label, href]));
      return { headings, fences, prose, texts, definitions };
    },
  };
}

function findParent(above: Heading | null, level: number): Heading | null {
  let parent = above;
  while (parent !== null && parent.level >= level) parent = parent.parent;
  return parent;
}

function placeFence(
  { info, body, line, endLine, container }: FoundFence,
  lines: SourceLines,
  heading: Heading | null,
): Fence {
  const trimmed = info.trim();
  // Whatever container markers stand before it, the opening line ends with the info string.
  const indent = trimmed === '' ? 0 : info.length - info.trimStart().length;
  const column = lines.length(line - 1) - info.length + indent + 1;
  return {
    info: trimmed,
    position: { line, column },
    body: body === '' || body.endsWith('\n') ? body : `${body}\n`,
    line,
    endLine,
    heading,
    container,
  };
}

/** What the heading's markup renders to, as GitHub takes it for the anchor: images have no text. */
function renderText(content: string, env: MarkdownEnv): string {
  if (/^[\p{L}\p{N} .,;:'"()/?+-]*$/u.test(content)) return content;
  const inline: Token[] = [];
  markdown.inline.parse(content, markdown, env, inline);
  let text = '';
  for (const token of inline) {
    if (token.type === 'text' || token.type === 'text_special' || token.type === 'code_inline') {
      text += token.content;
    } else if (token.type === 'softbreak' || token.type === 'hardbreak') {
      text += '\n';
    }
  }
  return text;
}
