import type { PlannedStep } from '../plan/types.ts';
import type { RunContext } from './context.ts';
import type { Progress } from './lifecycle.ts';
import { refuseValue } from './refuse-value.ts';
import { planRollback } from './rollback.ts';
import type { StepStop } from './step-dialogue.ts';
import { resolveTaskText } from './task-text.ts';

/** What the person at a run may know before a step, or after its failure. */
export function viewStop(
  context: RunContext,
  progress: Progress,
  steps: readonly PlannedStep[],
  at: number,
  trouble: readonly string[] | undefined,
): StepStop {
  const { session, values, masker, plan, logs } = context;
  const rollback = planRollback(context, progress);
  const planned = steps[at];
  if (planned === undefined) throw new Error(`there is no step ${at}`);
  const { step } = planned;
  const log = logs.get(step.id);
  const verdict = progress.verdicts.get(step.id);
  const ending = context.ends.get(step.id);
  return {
    planned,
    runbook: plan.runbook,
    index: at + 1,
    of: steps.length,
    steps,
    ...(verdict === undefined || ending === undefined
      ? {}
      : { ended: { ...ending, verdict, died: context.died.has(step.id) } }),
    verdicts: progress.verdicts,
    ignored: progress.ignored,
    cwd: session.cwd,
    command: masker.text(resolveTaskText(context, step)),
    refuseValue: (name, value) => refuseValue(context, step, name, value),
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

/** Aborted when a background step ends, which it does not by itself as long as all is well. */
function watchBackground({ background }: RunContext): AbortSignal {
  const death = new AbortController();
  for (const { outcome } of background.values()) void outcome.then(() => death.abort());
  return death.signal;
}
