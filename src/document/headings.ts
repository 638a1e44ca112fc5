import GithubSlugger from 'github-slugger';
import type { Token } from 'markdown-it';
import type { Heading } from './types.ts';

/** Builds a document's headings one after the other, with GitHub's anchors and the section tree. */
export interface HeadingCollector {
  readonly headings: readonly Heading[];
  /** The heading that what comes next stands under. */
  readonly current: Heading | null;
  /**
   * @param opensSection false for a heading inside a list or a quote: it has an anchor, but what
   * follows the list or the quote does not stand under it
   */
  add(heading: {
    readonly level: number;
    readonly inline: readonly Token[];
    readonly line: number;
    readonly opensSection: boolean;
  }): void;
}

/** Starts with no heading. */
export function createHeadingCollector(): HeadingCollector {
  const slugger = new GithubSlugger();
  const headings: Heading[] = [];
  let current: Heading | null = null;
  return {
    headings,
    get current() {
      return current;
    },
    add({ level, inline, line, opensSection }) {
      const text = renderText(inline);
      const heading: Heading = {
        level,
        text: text.replace(/\s+/g, ' ').trim(),
        slug: slugger.slug(text),
        line,
        parent: findParent(current, level),
      };
      headings.push(heading);
      if (opensSection) current = heading;
    },
  };
}

function findParent(above: Heading | null, level: number): Heading | null {
  let parent = above;
  while (parent !== null && parent.level >= level) parent = parent.parent;
  return parent;
}

/** What the heading's markup renders to, as GitHub takes it for the anchor: images have no text. */
function renderText(inline: readonly Token[]): string {
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
