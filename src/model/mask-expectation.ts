import { compileExpectation } from '../expect/registry.ts';
import type { CompiledExpectation, ExpectationSource } from '../expect/types.ts';
import { createMasker } from '../store/mask.ts';

const HOLE = /(<<[^\n]*?>>)/;

/**
 * What is printed is masked before it is compared, and so is what it is compared with: text of an
 * expectation that a mask matches, outside of holes. For messages and updates it stays as written.
 */
export function maskExpectation(
  source: ExpectationSource,
  compiled: CompiledExpectation,
  patterns: readonly string[],
): CompiledExpectation {
  if (patterns.length === 0) return compiled;
  const masker = createMasker([], patterns);
  const parts = source.fence.body.split(HOLE);
  const body = parts.map((part, index) => (index % 2 === 1 ? part : masker.text(part))).join('');
  if (body === source.fence.body) return compiled;
  const result = compileExpectation({ ...source, fence: { ...source.fence, body } });
  return result.ok ? result.expectation : compiled;
}
