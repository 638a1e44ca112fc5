/** Updates by the built program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InlineOptions, type InlineResult, runInline } from '../helpers/run-inline.ts';

/** A document whose only expectation has drifted. */
export const DRIFTED = '```bash run id=hello\necho hello\n```\n\n```output\nHello\n```\n';

/** Runs `update` on a document. */
export function update(
  document: string,
  args: readonly string[],
  options: InlineOptions = {},
): Promise<InlineResult> {
  return runInline(document, { command: 'update', args, ...options });
}

/** The document as it is now. */
export function documentOf({ dir }: InlineResult, name: string = 'doc.md'): string {
  return readFileSync(join(dir, name), 'utf8');
}
