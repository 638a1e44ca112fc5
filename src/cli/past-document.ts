import { basename, join } from 'node:path';
import { parseMarkdown } from '../document/parse.ts';
import { DocumentError } from '../document/problem.ts';
import { loadRunbook } from '../model/load.ts';
import type { Runbook } from '../model/types.ts';
import { readDocument } from '../plan/read-document.ts';
import { UsageError } from '../plan/usage-error.ts';
import type { PastRun } from '../runs/past-runs.ts';
import { isFile } from './find-document.ts';

/**
 * The document as it was when a run began, or went on, from the copy in the run's folder.
 *
 * @throws {@link UsageError} when the copy is gone, {@link DocumentError} when this version of the
 * program does not take it.
 */
export function openPastDocument(run: PastRun): Runbook {
  return parse(readDocument(copyOf(run)), run.story.start.document);
}

/**
 * The document of a run as it is now.
 *
 * @throws {@link UsageError} when it is gone, {@link DocumentError} when it is not valid any more.
 */
export function reopenDocument(run: PastRun): Runbook {
  const { setup, document } = run.story.start;
  if (!isFile(setup.path)) {
    throw new UsageError(`${setup.path}: the document of run ${run.id} is gone`, [
      `to go on, put it back; as it was run it is in ${copyOf(run)}`,
    ]);
  }
  const name = process.cwd() === setup.cwd ? document : setup.path;
  return parse(readDocument(setup.path), name);
}

function copyOf({ folder, story }: PastRun): string {
  const { document, resumed } = story.start;
  return join(folder, resumed?.part ?? '', basename(document));
}

function parse(text: string, file: string): Runbook {
  const { runbook, problems } = loadRunbook(parseMarkdown(text, file));
  if (runbook !== null) return runbook;
  throw new DocumentError(problems.filter(({ severity }) => severity === 'error'));
}
