import type { PlannedStep } from '../plan/types.ts';
import type { RunContext } from './context.ts';
import type { Progress } from './lifecycle.ts';
import { planRollback } from './rollback.ts';
import type { StepStop } from './step-dialogue.ts';
import { resolveTaskText } from './task-text.ts';

/** Where a person stands among the steps. */
interface Place {
  /** With the blocks that were edited in the place of the document's. */
  readonly steps: readonly PlannedStep[];
  readonly planned: PlannedStep;
  /** From 1. */
  readonly index: number;
  readonly trouble: readonly string[] | undefined;
}

/** What a person is told who has to decide about a step. */
export function describeStop(
  context: RunContext,
  progress: Progress,
  { steps, planned, index, trouble }: Place,
): StepStop {
  const { session, values, masker, plan, logs } = context;
  const rollback = planRollback(context, progress);
  const log = logs.get(planned.step.id);
  return {
    planned,
    runbook: plan.runbook,
    index,
    of: steps.length,
    steps,
    verdicts: progress.verdicts,
    ignored: progress.ignored,
    cwd: session.cwd,
    command: masker.text(resolveTaskText(context, planned.step)),
    resolve: (text) => values.fillShown(text).replaceAll(/\$\{(\w+)\}/g, '<$1>'),
    mask: masker.text,
    overtaken: watchBackground(context),
    rollback: rollback.ok
      ? { ok: true, steps: rollback.steps.map(({ step }) => step.id) }
      : rollback,
    ...(log === undefined ? {} : { log }),
    ...(trouble === undefined ? {} : { trouble }),
  };
}

function watchBackground({ background }: RunContext): AbortSignal {
  const death = new AbortController();
  for (const { outcome } of background.values()) void outcome.then(() => death.abort());
  return death.signal;
}
