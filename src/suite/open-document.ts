import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Proof } from '../check/coverage.ts';
import { parseMarkdown } from '../document/parse.ts';
import { DocumentError } from '../document/problem.ts';
import { loadRunbook } from '../model/load.ts';
import type { Runbook } from '../model/types.ts';
import { UsageError } from '../plan/usage-error.ts';
import { measureProof } from './measure-proof.ts';
import type { SuiteOptions } from './types.ts';

/** A document with errors, of whose fences something is known nevertheless. */
export class NotReadable extends Error {
  readonly problems: DocumentError;
  readonly proof: Proof;

  constructor(problems: DocumentError, proof: Proof) {
    super(problems.message);
    this.problems = problems;
    this.proof = proof;
  }
}

/**
 * Reads a document, and how much of it is proven.
 *
 * @throws {@link NotReadable}, {@link UsageError}
 */
export async function openDocument(
  file: string,
  { cwd, env }: SuiteOptions,
): Promise<{ runbook: Runbook; proof: Proof }> {
  const document = parseMarkdown(readText(file, cwd), file);
  const loaded = loadRunbook(document);
  const proof = await measureProof(document, loaded, { path: env['PATH'], cwd });
  if (loaded.runbook !== null) return { runbook: loaded.runbook, proof };
  const errors = loaded.problems.filter(({ severity }) => severity === 'error');
  throw new NotReadable(new DocumentError(errors), proof);
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
