import { parseMarkdown } from '../../src/document/parse.ts';
import { loadRunbook } from '../../src/model/load.ts';
import type { Runbook } from '../../src/model/types.ts';

/** The runbook in a text that is valid; throws with its problems when it is not. */
export function loadText(text: string, file = 'doc.md'): Runbook {
  const { runbook, problems } = loadRunbook(parseMarkdown(text, file));
  if (runbook !== null) return runbook;
  throw new Error(
    problems.map(({ line, column, message }) => `${line}:${column} ${message}`).join('\n'),
  );
}
