import type { Step } from '../model/types.ts';
import type { RunContext } from './context.ts';
import { recordDecision, refuseAlone } from './people.ts';
import { cancelled } from './step-result.ts';
import { stopRun } from './stop.ts';
import type { StepVerdict } from './verdict.ts';

/**
 * Asks the `confirm` question of a step. `undefined` when it may run, otherwise its verdict: a step
 * that is declined ends the run, but for a cleanup step, which is left out alone.
 */
export async function askConfirmation(
  context: RunContext,
  step: Step,
  index: number,
): Promise<StepVerdict | undefined> {
  if (step.confirm === undefined) return undefined;
  const { operator } = context.options;
  if (operator === undefined) return refuseAlone();
  const { plan, values, stop } = context;
  const answer = await operator.people.confirm(
    {
      step,
      index,
      total: plan.steps.length,
      question: context.masker.text(values.fillShown(step.confirm)),
    },
    stop.signal,
  );
  if (stop.signal.aborted) return cancelled(context);
  if (answer.kind === 'interrupt') {
    stopRun(context, { kind: 'signal', signal: 'SIGINT' });
    return cancelled(context);
  }
  if (answer.kind === 'yes') {
    const { flag } = answer;
    recordDecision(context, step, operator.who, { action: 'confirm', flag });
    return undefined;
  }
  recordDecision(context, step, operator.who, { action: 'decline', why: answer.why });
  if (step.role === 'cleanup') {
    const why = answer.why ?? `no to: ${step.confirm}`;
    return { status: 'skipped', reason: { kind: 'operator', who: operator.who, why } };
  }
  stopRun(context, { kind: 'operator', action: 'decline' });
  return { status: 'skipped', reason: { kind: 'not-reached' } };
}
