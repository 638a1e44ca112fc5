import type { Step } from './types.ts';

/** Whether an `http expect` belongs to the step: it names the status, which then need not be 2xx. */
export function expectsResponse({ expectations }: Step): boolean {
  return expectations.some(({ compiled }) =>
    compiled.needs?.some(({ kind }) => kind === 'response'),
  );
}
