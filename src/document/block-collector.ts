import GithubSlugger from 'github-slugger';
import type { MarkdownEnv } from './markdown.ts';
import { renderText } from './render-text.ts';
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
  finish(env: MarkdownEnv): CollectedBlocks;
}

/** The blocks of a document. What few commands ask for is put together when it is asked for. */
export interface CollectedBlocks
  extends Pick<MarkdownDocument, 'headings' | 'fences' | 'definitions'> {
  readProse(): readonly Prose[];
  readTexts(): readonly InlineText[];
}

/** Starts with nothing. @param lines the document's lines, for the columns of info strings */
export function createBlockCollector(lines: SourceLines): BlockCollector {
  const headings: OpenHeading[] = [];
  const contents: string[] = [];
  const fences: Fence[] = [];
  // Numbers, three or four for each, since there are very many and most commands need none of them.
  const prose: number[] = [];
  const texts: number[] = [];
  const textContents = new Map<number, string>();
  let current: OpenHeading | null = null;
  let currentIndex = -1;
  return {
    addHeading({ level, content, line, opensSection }) {
      const heading = { level, text: '', slug: '', line, parent: findParent(current, level) };
      headings.push(heading);
      contents.push(content);
      if (!opensSection) return;
      current = heading;
      currentIndex = headings.length - 1;
    },
    addFence: (fence) => fences.push(placeFence(fence, lines, current)),
    addProse: (line, endLine) => prose.push(line, endLine, currentIndex),
    addText({ kind, line, endLine, content, indent }) {
      if (content !== undefined) textContents.set(texts.length, content);
      texts.push(line, endLine, indent ?? 0, kind === 'html' ? 1 : 0);
    },
    finish(env) {
      const slugger = new GithubSlugger();
      for (const [index, heading] of headings.entries()) {
        const { text } = renderText(contents[index] ?? '', env);
        heading.text = text.replace(/\s+/g, ' ').trim();
        heading.slug = slugger.slug(text);
      }
      const found = Object.entries(env.references ?? {});
      const definitions = new Map(found.map(([label, { href }]) => [label, href]));
      return {
        headings,
        fences,
        definitions,
        readProse: () => readProse(prose, headings),
        readTexts: () => readTexts(texts, textContents),
      };
    },
  };
}

function readProse(numbers: readonly number[], headings: readonly Heading[]): readonly Prose[] {
  const prose: Prose[] = [];
  for (let at = 0; at < numbers.length; at += 3) {
    const [line = 0, endLine = 0, heading = -1] = numbers.slice(at, at + 3);
    prose.push({ line, endLine, heading: headings[heading] ?? null });
  }
  return prose;
}

function readTexts(
  numbers: readonly number[],
  contents: ReadonlyMap<number, string>,
): readonly InlineText[] {
  const texts: InlineText[] = [];
  for (let at = 0; at < numbers.length; at += 4) {
    const [line = 0, endLine = 0, indent = 0, isHtml = 0] = numbers.slice(at, at + 4);
    const content = contents.get(at);
    const own = content === undefined ? {} : { content };
    texts.push({ kind: isHtml === 1 ? 'html' : 'text', line, endLine, indent, ...own });
  }
  return texts;
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
