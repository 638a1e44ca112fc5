import type { StepDraft } from './draft.ts';
import { isAside } from './roles.ts';

/**
 * Steps in the order in which they run: `require` first, `cleanup` last and backwards, and before it
 * what may run after a failure.
 */
export function orderForRun(drafts: readonly StepDraft[]): readonly StepDraft[] {
  const isOrdinary = ({ role }: StepDraft): boolean => role !== 'require' && !isAside(role);
  return [
    ...drafts.filter(({ role }) => role === 'require'),
    ...drafts.filter(isOrdinary),
    ...drafts.filter(({ role }) => role === 'diagnose'),
    ...drafts.filter(({ role }) => role === 'rollback').toReversed(),
    ...drafts.filter(({ role }) => role === 'cleanup').toReversed(),
  ];
}
