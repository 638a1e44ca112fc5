import { findCovered } from '../model/rollback-cover.ts';
import type { Step } from '../model/types.ts';
import type { PlannedStep } from '../plan/types.ts';
import { makeFolder } from '../store/make-folder.ts';
import { collectDead, stopBackground } from './background-end.ts';
import { findUncovered } from './check-rollback.ts';
import { now, type RunContext } from './context.ts';
import type { Progress } from './lifecycle.ts';
import { runStep } from './step-runner.ts';

/** What a rollback would do now, or why it cannot. */
export type RollbackPlan =
  | { readonly ok: true; readonly steps: readonly PlannedStep[] }
  | { readonly ok: false; readonly why: string };

/** Looks at what was started, and whether all of it can be undone. */
export function planRollback(
  { plan, started: begun }: RunContext,
  { verdicts }: Progress,
): RollbackPlan {
  const isStarted = ({ id }: Step): boolean => {
    const verdict = verdicts.get(id);
    // One that has failed may have done half of its work, also when it was skipped since.
    return begun.has(id) || (verdict !== undefined && verdict.status !== 'skipped');
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

/** Whether `--rollback` would be taken, and would undo something now. */
export function couldRollBack(context: RunContext, progress: Progress): boolean {
  const all = context.plan.steps.map(({ step }) => step);
  return findUncovered(context.plan, all).length === 0 && planRollback(context, progress).ok;
}

/**
 * Undoes what was started, the last of it first. Each step has a verdict of its own, which changes
 * nothing of the run's. Background steps are stopped in their place among them, so that nothing is
 * taken away below a server that is up.
 */
export async function rollBack(context: RunContext, progress: Progress): Promise<void> {
  const planned = planRollback(context, progress);
  if (!planned.ok) {
    context.emit({ type: 'rollback', time: now(), steps: [], refused: planned.why });
    return;
  }
  context.liftLimit();
  // What stopped the steps does not stop this; only an interrupt does.
  if (context.stop.signal.aborted && context.stopCause?.kind !== 'signal')
    context.stop = new AbortController();
  progress.cleaned = true;
  progress.undone = true;
  await collectDead(context);
  // A server may be ended by what undoes it, which is no failure.
  for (const background of context.background.values()) background.stopping = true;
  context.emit({ type: 'rollback', time: now(), steps: planned.steps.map(({ step }) => step.id) });
  const undone = await undoInReverse(context, planned.steps);
  const left = planned.steps.filter(({ step }) => !undone.has(step.id));
  if (!context.stop.signal.aborted || left.length === 0) return;
  const names = left.map(({ step }) => `\`${step.id}\``).join(', ');
  const text = `the rollback was interrupted; not run to their end: ${names}`;
  context.emit({ type: 'notice', time: now(), text });
}

/** @returns the ids of the steps that came to an end of their own */
async function undoInReverse(
  context: RunContext,
  steps: readonly PlannedStep[],
): Promise<ReadonlySet<string>> {
  const { plan } = context;
  const first = plan.steps.length + plan.cleanup.length + plan.diagnose.length + 1;
  const undone = new Set<string>();
  const undo = async (planned: PlannedStep): Promise<void> => {
    makeFolder(plan.workdir);
    const verdict = await runStep(context, planned, first + plan.rollback.indexOf(planned));
    if (verdict.status !== 'cancelled') undone.add(planned.step.id);
  };
  // One that stands above all of them is for the end of the run, as without a rollback.
  const top = Math.min(...steps.map(({ step }) => step.fence.line));
  const items = [
    ...steps.map((planned) => ({ line: planned.step.fence.line, act: () => undo(planned) })),
    ...[...context.background.values()].map(({ step }) => ({
      line: step.fence.line,
      act: () => stopBackground(context, step.id, 'end'),
    })),
  ].filter(({ line }) => line >= top);
  for (const { act } of items.sort((a, b) => b.line - a.line)) {
    if (context.stop.signal.aborted) break;
    await act();
  }
  return undone;
}
