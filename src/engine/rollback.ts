import { findCovered } from '../model/rollback-cover.ts';
import type { Step } from '../model/types.ts';
import type { Plan, PlannedStep } from '../plan/types.ts';
import { UsageError } from '../plan/usage-error.ts';
import { makeFolder } from '../store/make-folder.ts';
import { now, type RunContext } from './context.ts';
import type { Progress } from './lifecycle.ts';
import { runStep } from './step-runner.ts';

/** Roles that change something, so that there may be something to undo. */
const CHANGES: ReadonlySet<Step['role']> = new Set(['install', 'configure', 'run', 'manual']);

/** The steps among these that change something and that no `rollback` step undoes. */
function findUncovered({ runbook, rollback }: Plan, steps: readonly Step[]): readonly Step[] {
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

/** What a rollback would do now, or why it cannot. */
export type RollbackPlan =
  | { readonly ok: true; readonly steps: readonly PlannedStep[] }
  | { readonly ok: false; readonly why: string };

/** Looks at what was started, and whether all of it can be undone. */
export function planRollback({ plan }: RunContext, { verdicts }: Progress): RollbackPlan {
  const isStarted = ({ id }: Step): boolean => {
    const verdict = verdicts.get(id);
    return verdict !== undefined && verdict.status !== 'skipped';
  };
  const started = plan.steps.map(({ step }) => step).filter(isStarted);
  const uncovered = findUncovered(plan, started);
  if (uncovered.length > 0) {
    const names = uncovered.map(({ id, fence }) => `\`${id}\` (line ${fence.line})`).join(', ');
    return { ok: false, why: `no \`rollback\` step undoes ${names}` };
  }
  const steps = plan.rollback.filter(({ step }) =>
    findCovered(step, plan.runbook.steps).some((one) => started.some(({ id }) => id === one.id)),
  );
  if (steps.length === 0) return { ok: false, why: 'nothing was started that could be undone' };
  return { ok: true, steps };
}

/**
 * Undoes what was started, the last of it first. Each step has a verdict of its own, which changes
 * nothing of the run's.
 */
export async function rollBack(context: RunContext, progress: Progress): Promise<void> {
  const planned = planRollback(context, progress);
  if (!planned.ok) {
    context.emit({ type: 'rollback', time: now(), steps: [], refused: planned.why });
    return;
  }
  // What stopped the steps does not stop this; only an interrupt does.
  if (context.stop.signal.aborted && context.stopCause?.kind === 'run-timeout')
    context.stop = new AbortController();
  const { plan } = context;
  progress.cleaned = true;
  progress.undone = true;
  context.emit({ type: 'rollback', time: now(), steps: planned.steps.map(({ step }) => step.id) });
  const first = plan.steps.length + plan.cleanup.length + plan.diagnose.length + 1;
  for (const one of planned.steps) {
    if (context.stop.signal.aborted) return;
    makeFolder(plan.workdir);
    await runStep(context, one, first + plan.rollback.indexOf(one));
  }
}
