import { join, normalize } from 'node:path';
import { UsageError } from '../plan/usage-error.ts';
import { findDocument, isFile, isFolder, listDocuments, listMarkdown } from './find-document.ts';

/**
 * The documents that are meant by paths, folders, names and patterns, each once, in the order in
 * which they were asked for.
 *
 * @throws {@link UsageError} for a word that nothing is found for.
 */
export async function findDocuments(words: readonly string[]): Promise<readonly string[]> {
  const left = words.filter((word) => word.startsWith('!')).map((word) => word.slice(1));
  const wanted = words.filter((word) => !word.startsWith('!'));
  const all = wanted.length === 0 ? listDocuments() : [];
  for (const word of wanted) all.push(...(await findOne(word)));
  const excluded = await findExcluded(left);
  const found = all.filter((file) => !excluded.has(normalize(file)));
  if (found.length > 0) return [...new Set(found)];
  const where = wanted.length === 0 ? '`.`, `runbooks/` and `docs/`' : wanted.join(', ');
  throw new UsageError(`there is no Markdown file in ${where}`, ['name the files to check']);
}

async function findExcluded(left: readonly string[]): Promise<ReadonlySet<string>> {
  if (left.length === 0) return new Set();
  const patterns = left.map((word) => (isFolder(word) ? join(word, '**') : word));
  return new Set((await glob(patterns)).map(normalize));
}

async function findOne(word: string): Promise<readonly string[]> {
  if (isFolder(word)) return listMarkdown(word, true).map((name) => join(word, name));
  if (isFile(word) || !/[*?{}[\]()]/.test(word)) return [await findDocument(word)];
  const found = await glob([word]);
  if (found.length === 0) {
    throw new UsageError(`${word}: no Markdown file matches`, [
      '`**` stands for any folders, `*` for a part of a name',
    ]);
  }
  return found;
}

/** Files of the patterns, sorted; Markdown only, unless a pattern asks for another ending. */
async function glob(patterns: readonly string[]): Promise<string[]> {
  const { glob: search } = await import('tinyglobby');
  const files = await search([...patterns], {
    ignore: ['**/node_modules/**'],
    expandDirectories: false,
  });
  const isWanted = (file: string): boolean =>
    /\.(?:md|markdown)$/i.test(file) || patterns.some((pattern) => /\.\w+$/.test(pattern));
  return files.filter(isWanted).sort();
}
