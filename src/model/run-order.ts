import type { StepDraft } from './draft.ts';

/** Steps in the order in which they run: `require` first, `cleanup` last and backwards. */
export function orderForRun(drafts: readonly StepDraft[]): readonly StepDraft[] {
  const isOrdinary = ({ role }: StepDraft): boolean => role !== 'require' && role !== 'cleanup';
  return [
    ...drafts.filter(({ role }) => role === 'require'),
    ...drafts.filter(isOrdinary),
    ...drafts.filter(({ role }) => role === 'cleanup').toReversed(),
  ];
}
