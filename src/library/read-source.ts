import { isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseMarkdown } from '../document/parse.ts';
import type { MarkdownDocument } from '../document/types.ts';
import { readDocument } from '../plan/read-document.ts';
import { UsageError } from '../plan/usage-error.ts';
import type { DocumentSource, PlaceOptions } from './types.ts';

/** What a text without a path is called. */
const UNTITLED = 'untitled.md';

/** Where relative paths start; absolute. */
export function readCwd({ cwd = '.' }: PlaceOptions): string {
  return resolve(cwd);
}

/**
 * Reads a document.
 *
 * @throws {@link UsageError} when there is none at its path, or it is not UTF-8 text.
 */
export function readSource(source: DocumentSource, cwd: string): MarkdownDocument {
  if (typeof source === 'string') return parseMarkdown(refusePath(source), UNTITLED);
  const { text, path } = source ?? {};
  if (text === undefined && path === undefined)
    throw new TypeError('a document is its text, or an object with `path` or `text`');
  const file = path === undefined ? UNTITLED : namePath(path, cwd);
  return parseMarkdown(text ?? readDocument(resolve(cwd, file)), file);
}

/** The path as messages have it: as it was given, and that of a URL from the folder that it is below. */
function namePath(path: string | URL, cwd: string): string {
  if (typeof path === 'string') return path;
  const absolute = fileURLToPath(path);
  const inside = relative(cwd, absolute);
  return inside.startsWith('..') || isAbsolute(inside) ? absolute : inside;
}

/** A path in the place of a text would be a document without a step, of which nothing runs. */
function refusePath(text: string): string {
  if (!/^\S[^\n]*\.(?:md|markdown)\s*$/i.test(text)) return text;
  throw new UsageError(
    `a string is the text of a document, and \`${text.trim()}\` looks like a path`,
    [`read the file: { path: ${JSON.stringify(text.trim())} }`],
  );
}
