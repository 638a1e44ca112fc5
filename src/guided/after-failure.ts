import type { FailureChoice, StepStop } from '../engine/step-dialogue.ts';
import type { StepVerdict } from '../engine/verdict.ts';
import type { Asker } from '../prompt/types.ts';
import { askReason } from './ask-reason.ts';
import { askValues } from './ask-values.ts';
import { type Again, type StepView, say } from './step-view.ts';

/** What was killed leaves no state, and what ran beside the others not that of the run. */
export function nameState({ planned }: StepStop, verdict: StepVerdict): string {
  const isKilled =
    verdict.status !== 'failed' ||
    /^(?:timeout|run-timeout|output-limit)$/.test(verdict.reason.kind);
  const { step, interpreter } = planned;
  const isShells = interpreter === null && step.request === undefined && step.user === undefined;
  return isKilled || !isShells || planned.step.background !== undefined
    ? 'in the state from before the step'
    : 'as the failed step left it';
}

/** What a person has done outside of the run, with the values that later steps read. */
export async function markDone(
  { planned, refuseValue }: StepStop,
  asker: Asker,
  signal: AbortSignal,
): Promise<FailureChoice | Again> {
  const why = await askReason(asker, 'How was it done?', signal);
  if (why === null) return { kind: 'again' };
  const captures = await askValues({ step: planned.step, refuseValue }, asker, signal);
  if (captures === null) return { kind: 'again' };
  return { kind: 'done', why, captures };
}

/** A word and not a key: nothing that was typed by a slip is to undo anything. */
export async function confirmRollback(
  { rollback }: StepStop,
  view: StepView,
  signal: AbortSignal,
): Promise<FailureChoice | Again> {
  if (!rollback.ok) {
    say(view, `it cannot be rolled back: ${rollback.why}`);
    return { kind: 'again' };
  }
  say(view, `runs ${rollback.steps.map((id) => `\`${id}\``).join(', ')}, and the run ends`);
  const validate = (text: string): string | undefined =>
    /^(?:yes|no)$/i.test(text.trim()) ? undefined : 'write `yes` or `no`';
  const answer = await view.asker.text('Roll back? yes or no', { validate }, signal);
  return /^yes$/i.test(answer?.trim() ?? '') ? { kind: 'rollback' } : { kind: 'again' };
}
