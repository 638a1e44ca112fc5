import type { Token } from 'markdown-it';
import { type MarkdownEnv, markdown } from './markdown.ts';

/** A line of Markdown as a reader sees it. */
export interface RenderedText {
  /** Markup removed; images have no text. */
  readonly text: string;
  /** What its links lead to, in order. */
  readonly links: readonly string[];
}

const PLAIN = /^[\p{L}\p{N} .,;:'"()/?+-]*$/u;

/** What a text's markup renders to, as GitHub takes it for an anchor. */
export function renderText(content: string, env: MarkdownEnv): RenderedText {
  if (PLAIN.test(content)) return { text: content, links: [] };
  const inline: Token[] = [];
  markdown().inline.parse(content, markdown(), env, inline);
  const links: string[] = [];
  let text = '';
  for (const token of inline) {
    if (token.type === 'text' || token.type === 'text_special' || token.type === 'code_inline') {
      text += token.content;
    } else if (token.type === 'softbreak' || token.type === 'hardbreak') {
      text += '\n';
    } else if (token.type === 'link_open') {
      links.push(String(token.attrGet('href') ?? ''));
    }
  }
  return { text, links };
}
