import type { Step } from '../model/types.ts';
import { now, type RunContext } from './context.ts';
import type { Progress } from './lifecycle.ts';
import { restoreState } from './restore-state.ts';
import { planEdited, type Resumption } from './resumption.ts';
import { runStep } from './step-runner.ts';
import type { StepVerdict } from './verdict.ts';

/**
 * Takes over what an earlier engine has done: its steps count, background steps that were up are
 * started again, and the session gets the state after the last one.
 *
 * @returns whether the run can go on
 */
export async function goOn(context: RunContext, progress: Progress): Promise<boolean> {
  const { resumption } = context.options;
  if (resumption === undefined || resumption.carried.size === 0) return true;
  const { captures, state } = resumption;
  // What the prerequisites have just found out is newer than what is stored.
  const fresh = capturesOf(progress);
  context.values.capture(new Map([...captures, ...fresh]));
  tellCarried(context, progress, resumption);
  if (!(await restart(context, progress, resumption))) return false;
  const newer = new Map([...fresh, ...capturesOf(progress, resumption.restarts)]);
  if (state !== undefined) await restoreState(context, state, new Map([...captures, ...newer]));
  context.session.export(newer);
  const leftOut = state?.leftOut ?? [];
  if (leftOut.length > 0) {
    const text = `not restored, since a secret was in it: ${leftOut.join(', ')}`;
    context.emit({ type: 'notice', time: now(), text });
  }
  return true;
}

/** The verdict of a step that the operator takes as done; `undefined` for every other one. */
export function skipInterrupted(context: RunContext, step: Step): StepVerdict | undefined {
  const interrupted = context.options.resumption?.view.interrupted ?? [];
  if (!interrupted.some((one) => one.step === step.id && one.action === 'skip')) return undefined;
  const verdict: StepVerdict = { status: 'skipped', reason: { kind: 'interrupted' } };
  context.emit({
    type: 'step-end',
    time: now(),
    step: step.id,
    verdict,
    durationMs: 0,
    attempts: 0,
  });
  return verdict;
}

function tellCarried(context: RunContext, progress: Progress, resumption: Resumption): void {
  const { carried, restarts } = resumption;
  for (const { step } of context.plan.steps) {
    const end = carried.get(step.id);
    if (end === undefined || restarts.has(step.id)) continue;
    context.emit({ ...end, time: now(), earlier: true });
    progress.verdicts.set(step.id, end.verdict);
    if (resumption.ignored.has(step.id)) progress.ignored.add(step.id);
  }
}

async function restart(
  context: RunContext,
  progress: Progress,
  { restarts, captures }: Resumption,
): Promise<boolean> {
  for (const [index, planned] of planEdited(context).entries()) {
    const { step } = planned;
    if (!restarts.has(step.id)) continue;
    if (context.stop.signal.aborted) return false;
    await restoreState(context, restarts.get(step.id), captures);
    const verdict = await runStep(context, planned, index + 1);
    progress.verdicts.set(step.id, verdict);
    if (verdict.status !== 'passed') return false;
  }
  return true;
}

function capturesOf(
  { verdicts }: Progress,
  only?: { has(step: string): boolean },
): Map<string, string> {
  const captures = new Map<string, string>();
  for (const [step, verdict] of verdicts) {
    if (verdict.status !== 'passed' || only?.has(step) === false) continue;
    for (const [name, value] of Object.entries(verdict.captures)) captures.set(name, value);
  }
  return captures;
}
