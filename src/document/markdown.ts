import MarkdownIt from 'markdown-it';

/**
 * CommonMark with GitHub's tables, block rules only: inline parsing of a whole document costs as
 * much again, and nothing but a heading's text and the links is needed of it. Without `normalize` a
 * NUL stays what it is: bodies are literal.
 */
export const markdown: InstanceType<typeof MarkdownIt> = new MarkdownIt('default', { html: true });
markdown.core.ruler.enableOnly(['block']);

/** What the block rules leave in markdown-it's `env`: link definitions by normalized label. */
export type MarkdownEnv = NonNullable<Parameters<typeof markdown.parse>[1]>;
