import { findCovered } from '../model/rollback-cover.ts';
import type { Step } from '../model/types.ts';
import type { Plan } from '../plan/types.ts';
import { UsageError } from '../plan/usage-error.ts';

/** Roles that change something, so that there may be something to undo. */
const CHANGES: ReadonlySet<Step['role']> = new Set(['install', 'configure', 'run', 'manual']);

/** The steps among these that change something and that no `rollback` step undoes. */
export function findUncovered(
  { runbook, rollback }: Plan,
  steps: readonly Step[],
): readonly Step[] {
  const covered = new Set(rollback.flatMap(({ step }) => findCovered(step, runbook.steps)));
  return steps.filter((step) => CHANGES.has(step.role) && !covered.has(step));
}

/**
 * Refuses a run with `--rollback` that could not be rolled back.
 *
 * @throws {@link UsageError} with every step that nothing undoes.
 */
export function checkRollback(plan: Plan): void {
  const uncovered = findUncovered(
    plan,
    plan.steps.map(({ step }) => step),
  );
  if (uncovered.length === 0) return;
  const { file } = plan.runbook.document;
  throw new UsageError(
    uncovered
      .map(
        ({ id, role, fence }) =>
          `--rollback: ${file}:${fence.line}: nothing undoes \`${id}\` (${role})`,
      )
      .join('\n'),
    ['write a `rollback` block after it, under the same heading, or leave `--rollback` out'],
  );
}
