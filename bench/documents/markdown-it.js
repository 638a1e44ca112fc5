/** Parses a document with markdown-it alone, whole: what reading it is measured against. */
import { readFileSync } from 'node:fs';
import MarkdownIt from 'markdown-it';

new MarkdownIt().parse(readFileSync(process.argv[2], 'utf8'), {});
