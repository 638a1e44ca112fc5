import { createHash } from 'node:crypto';
import type { Fence } from '../document/types.ts';
import type { Step } from '../model/types.ts';

/**
 * A hash of each step's block and of the expectations that check it, by id: two are equal when the
 * blocks say the same, wherever in the document they stand.
 */
export function hashBlocks(steps: readonly Step[]): Record<string, string> {
  return Object.fromEntries(steps.map((step) => [step.id, hashBlock(step)]));
}

function hashBlock({ fence, expectations }: Step): string {
  const texts = [fence, ...expectations.map((expectation) => expectation.fence)].map(textOf);
  return createHash('sha256').update(JSON.stringify(texts)).digest('base64url').slice(0, 22);
}

function textOf({ info, body }: Fence): readonly string[] {
  return [info, body];
}
