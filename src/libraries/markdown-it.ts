import type MarkdownIt from 'markdown-it';
import { loadLibrary } from './load.ts';

/** The parser of Markdown, which is loaded with the first text that is more than the plainest. */
export function createMarkdownIt(): InstanceType<typeof MarkdownIt> {
  const library = loadLibrary('markdown-it');
  // Required from its package it is the class itself.
  const Parser = library.default ?? (library as unknown as typeof MarkdownIt);
  return new Parser('default', { html: true });
}
