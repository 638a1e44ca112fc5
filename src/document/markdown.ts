import type MarkdownIt from 'markdown-it';
import { createMarkdownIt } from '../libraries/markdown-it.ts';

let parser: InstanceType<typeof MarkdownIt> | undefined;

/**
 * CommonMark with GitHub's tables, block rules only: inline parsing of a whole document costs as
 * much again, and nothing but a heading's text and the links is needed of it. Without `normalize` a
 * NUL stays what it is: bodies are literal.
 */
export function markdown(): InstanceType<typeof MarkdownIt> {
  if (parser === undefined) {
    parser = createMarkdownIt();
    parser.core.ruler.enableOnly(['block']);
  }
  return parser;
}

/** What the block rules leave in markdown-it's `env`: link definitions by normalized label. */
export type MarkdownEnv = NonNullable<Parameters<InstanceType<typeof MarkdownIt>['parse']>[1]>;
