import { realpathSync } from 'node:fs';
import { applyFixes } from '../check/apply-fixes.ts';
import { type CheckedDocument, checkDocument } from '../check/check-document.ts';
import type { CheckHost } from '../check/types.ts';
import { parseMarkdown } from '../document/parse.ts';
import { UsageError } from '../plan/usage-error.ts';
import { replaceFile } from '../store/replace-file.ts';

/** Mending one thing can show the next; nothing needs more rounds than this. */
const ROUNDS = 10;

/** A document after everything was mended that could be. */
export interface MendedDocument {
  readonly text: string;
  readonly checked: CheckedDocument;
  readonly count: number;
}

/**
 * Mends what can be mended without asking, and writes the file if that was anything.
 *
 * @throws {@link UsageError} when the file cannot be written.
 */
export async function mendDocument(
  file: string,
  original: string,
  host: CheckHost,
): Promise<MendedDocument> {
  let text = original;
  let count = 0;
  let checked = await checkDocument(parseMarkdown(text, file), host);
  for (let round = 0; round < ROUNDS; round++) {
    const mended = applyFixes(text, checked.problems);
    if (mended.count === 0) break;
    text = mended.text;
    count += mended.count;
    checked = await checkDocument(parseMarkdown(text, file), host);
  }
  if (text !== original) write(file, text);
  return { text, checked, count };
}

function write(file: string, text: string): void {
  try {
    // Of a symbolic link it is the document that is mended.
    replaceFile(realpathSync(file), text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file}: cannot be written: ${reason}`);
  }
}
