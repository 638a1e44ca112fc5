import { basename, join } from 'node:path';
import { parseMarkdown } from '../document/parse.ts';
import { DocumentError } from '../document/problem.ts';
import { loadRunbook } from '../model/load.ts';
import type { Runbook } from '../model/types.ts';
import type { PastRun } from '../runs/past-runs.ts';
import { readDocument } from './find-document.ts';

/**
 * The document as it was when a run began, from the copy in the run's folder.
 *
 * @throws {@link UsageError} when the copy is gone, {@link DocumentError} when this version of the
 * program does not take it.
 */
export function openPastDocument({ folder, story }: PastRun): Runbook {
  const { document } = story.start;
  const text = readDocument(join(folder, basename(document)));
  const { runbook, problems } = loadRunbook(parseMarkdown(text, document));
  if (runbook !== null) return runbook;
  throw new DocumentError(problems.filter(({ severity }) => severity === 'error'));
}
