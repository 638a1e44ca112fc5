import { readdirSync, type Stats, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UsageError } from '../plan/usage-error.ts';

/** Folders in which documents are found by name, the nearest first. */
const FOLDERS = ['.', 'runbooks', 'docs'];

/**
 * The path of the document that was meant: a path, or a name in `.`, `runbooks/` or `docs/`, in
 * each case with or without `.md`.
 *
 * @throws {@link UsageError} that lists what there is.
 */
export async function findDocument(name: string): Promise<string> {
  for (const candidate of candidates(name)) {
    if (isFile(candidate)) return candidate;
  }
  const found = listDocuments();
  const hints =
    found.length === 0
      ? ['there are no Markdown files in `.`, `runbooks/` and `docs/` either']
      : await describeFound(name, found);
  if (name === '-' || (statOf(name) !== undefined && !isFolder(name))) refusePipe(name);
  const what = isFolder(name) ? 'is a folder' : 'there is no such document';
  throw new UsageError(`${name}: ${what}`, hints);
}

/** A run can be resumed, and its document be updated: both take a file that is still there. */
function refusePipe(name: string): never {
  throw new UsageError(`${name}: is no file, and a document has to be one`, [
    'write what comes from a pipe to a file first',
  ]);
}

/** The Markdown files of `.`, `runbooks/` and `docs/`, folders below `docs/` included. */
export function listDocuments(): string[] {
  return FOLDERS.flatMap((folder) =>
    listMarkdown(folder, folder === 'docs').map((name) =>
      folder === '.' ? name : join(folder, name),
    ),
  );
}

/** The Markdown files of a folder, sorted; those of the folders below it where wanted. */
export function listMarkdown(folder: string, deep: boolean): string[] {
  if (!isFolder(folder)) return [];
  return readdirSync(folder, { recursive: deep, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !/(^|\/)(node_modules|\.[^/]+)\//.test(name))
    .filter((name) => isFile(join(folder, name)))
    .sort();
}

function candidates(name: string): string[] {
  const folders = name.startsWith('/') ? [''] : FOLDERS;
  return folders.flatMap((folder) => {
    const path = folder === '' || folder === '.' ? name : join(folder, name);
    return [path, `${path}.md`];
  });
}

async function describeFound(name: string, found: readonly string[]): Promise<string[]> {
  const { nearestName } = await import('../model/nearest.ts');
  const bare = (path: string): string => basename(path, '.md');
  const nearest = nearestName(bare(name), found.map(bare));
  const meant = found.find((path) => bare(path) === nearest);
  if (meant !== undefined) return [`did you mean \`${meant}\`?`];
  const shown = found.slice(0, 12).join(', ');
  return [`there are ${shown}${found.length > 12 ? ' …' : ''}`];
}

/** Whether there is a file at a path. */
export function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true;
}

/** Whether there is a folder at a path. */
export function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() === true;
}

/** What is at a path; nothing where it is no path at all, such as below a file. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
