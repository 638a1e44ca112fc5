import { bashSyntax } from '../check/bash-syntax.ts';
import { countFences, type Proof } from '../check/coverage.ts';
import { dataSyntax } from '../check/data-syntax.ts';
import type { CheckHost } from '../check/types.ts';
import type { Fence, MarkdownDocument } from '../document/types.ts';
import type { LoadResult } from '../model/load.ts';

/**
 * What becomes of the fences of a document. Only the syntax of those that do not run is looked at, as
 * `check` does it; a document in which all run costs nothing.
 */
export async function measureProof(
  document: MarkdownDocument,
  loaded: LoadResult,
  { path, cwd }: Pick<CheckHost, 'path' | 'cwd'>,
): Promise<Proof> {
  return countFences(loaded, await findParsed(document, loaded, { path, cwd }));
}

/** The fences of a document that are shown, and proven by nothing, in its order. */
export async function findUnproven(
  document: MarkdownDocument,
  loaded: LoadResult,
  host: Pick<CheckHost, 'path' | 'cwd'>,
): Promise<Fence[]> {
  const parsed = await findParsed(document, loaded, host);
  const held = loaded.steps.flatMap(({ expectations }) => expectations.map(({ fence }) => fence));
  const proven = new Set([...parsed, ...held]);
  return loaded.fences
    .filter(({ draft, tag, fence }) => !draft && tag.kind !== 'inert' && !proven.has(fence))
    .map(({ fence }) => fence);
}

/** Fences that do not run, and whose syntax was found right. */
async function findParsed(
  document: MarkdownDocument,
  loaded: LoadResult,
  { path, cwd }: Pick<CheckHost, 'path' | 'cwd'>,
): Promise<Fence[]> {
  const { coverage } = loaded;
  if (coverage.fences === coverage.run + coverage.inert) return [];
  const fences = loaded.fences.filter(({ draft, tag }) => !draft && tag.kind === 'untagged');
  const host: CheckHost = {
    path,
    cwd,
    external: false,
    readDocument: () => null,
    probe: async () => ({ kind: 'unsure', reason: 'nothing is asked' }),
  };
  const context = { document, loaded: { ...loaded, fences }, host };
  const results = await Promise.all([bashSyntax.find(context), dataSyntax.find(context)]);
  return results.flatMap(({ parsed }) => parsed ?? []);
}
