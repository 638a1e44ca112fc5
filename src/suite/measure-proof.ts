import { bashSyntax } from '../check/bash-syntax.ts';
import { countFences, type Proof } from '../check/coverage.ts';
import { dataSyntax } from '../check/data-syntax.ts';
import type { CheckHost } from '../check/types.ts';
import type { MarkdownDocument } from '../document/types.ts';
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
  const { coverage } = loaded;
  if (coverage.fences === coverage.run + coverage.inert) return countFences(loaded, []);
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
  return countFences(
    loaded,
    results.flatMap(({ parsed }) => parsed ?? []),
  );
}
