import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { SkipRule } from '../dialects/types.ts';
import { parseMarkdown } from '../document/parse.ts';
import { DocumentError } from '../document/problem.ts';
import { loadRunbook } from '../model/load.ts';
import type { Runbook } from '../model/types.ts';
import { UsageError } from '../plan/usage-error.ts';
import { measureProof } from './measure-proof.ts';
import type { DocumentResult, SuiteOptions } from './types.ts';

/** What is known of a document without running it. */
type Known = Pick<DocumentResult, 'proof' | 'dropped'>;

/** A document with errors, of whose fences something is known nevertheless. */
export class NotReadable extends Error {
  readonly problems: DocumentError;
  readonly known: Known;

  constructor(problems: DocumentError, known: Known) {
    super(problems.message);
    this.problems = problems;
    this.known = known;
  }
}

/** A document to be tried, and by which exit code it may say that it does not apply. */
export interface Trial {
  readonly runbook: Runbook;
  readonly skip: SkipRule | undefined;
}

/**
 * Reads a document, and how much of it is proven.
 *
 * @throws {@link NotReadable}, {@link UsageError}
 */
export async function openDocument(
  file: string,
  { cwd, env, dialect }: SuiteOptions,
): Promise<Trial & Known> {
  const source = readText(file, cwd);
  const read = dialect?.(source, { file, folder: dirname(resolve(cwd, file)) });
  const document = read?.document ?? parseMarkdown(source, file);
  const loaded = loadRunbook(document);
  const proof = await measureProof(document, loaded, { path: env['PATH'], cwd });
  const known = { proof, ...(read === undefined ? {} : { dropped: read.notes }) };
  if (loaded.runbook !== null) return { runbook: loaded.runbook, skip: read?.skip, ...known };
  const errors = loaded.problems.filter(({ severity }) => severity === 'error');
  throw new NotReadable(new DocumentError(errors), known);
}

function readText(file: string, cwd: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(cwd, file));
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`);
  }
  if (!isUtf8(bytes)) throw new UsageError(`${file}: is not UTF-8 text`, ['save it in UTF-8']);
  return bytes.toString('utf8');
}
