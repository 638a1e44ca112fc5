import { parseMarkdown } from '../document/parse.ts';
import { DocumentError } from '../document/problem.ts';
import { type LoadResult, loadRunbook } from '../model/load.ts';
import type { Runbook } from '../model/types.ts';
import { readDocument } from '../plan/read-document.ts';
import { findDocument } from './find-document.ts';

/**
 * Reads the document that was meant.
 *
 * @throws {@link UsageError} when there is none, {@link DocumentError} when it is not valid.
 */
export async function openRunbook(name: string): Promise<Runbook> {
  const { runbook, problems } = readRunbook(await findDocument(name));
  if (runbook !== null) return runbook;
  throw new DocumentError(problems.filter((problem) => problem.severity === 'error'));
}

/** Reads the document at a path. */
export function readRunbook(path: string): LoadResult {
  return loadRunbook(parseMarkdown(readDocument(path), path));
}
