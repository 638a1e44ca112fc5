import { findRunbook } from './models.ts';
import { readCwd, readSource } from './read-source.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import type { CheckOptions, CheckResult, DocumentSource, Runbook } from './types.ts';

/**
 * Holds a document against every rule, as `runbook check` does: its tags, links, the syntax of its blocks,
 * literal secrets. Nothing of it is executed.
 *
 * @example
 * ```ts
 * const { problems } = await check({ path: 'deployment.md' });
 * for (const { file, line, message } of problems) console.log(`${file}:${line} ${message}`);
 * ```
 * @returns what it found. A document that is wrong is no exception here.
 * @throws {@link UsageError} when there is no document to be read.
 */
export async function check(
  source: DocumentSource | Runbook,
  options: CheckOptions = {},
): Promise<CheckResult> {
  refuseUnknown('check', options, { cwd: true, external: true });
  const known = findRunbook(source);
  const cwd = known !== undefined && options.cwd === undefined ? known.cwd : readCwd(options);
  const document = known?.model.document ?? readSource(source as DocumentSource, cwd);
  const [{ checkDocument }, { createCheckHost }] = await Promise.all([
    import('../check/check-document.ts'),
    import('../check/check-host.ts'),
  ]);
  return checkDocument(
    document,
    createCheckHost({ path: process.env['PATH'], cwd, external: options.external === true }),
  );
}
