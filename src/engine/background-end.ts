import type { Step } from '../model/types.ts';
import type { BackgroundStep } from './background.ts';
import { now, type RunContext } from './context.ts';
import { limitReached } from './output-limit.ts';
import { logError, TAIL_LINES } from './step-result.ts';
import type { FailureReason } from './verdict.ts';

/** Stops a background step that is up; one that is not is nothing to do for. */
export async function stopBackground(
  context: RunContext,
  id: string,
  why: 'stops' | 'end',
): Promise<void> {
  const background = context.background.get(id);
  if (background === undefined) return;
  context.background.delete(id);
  const died = reportDeath(context, background);
  const killed = await background.stop(context.hurry.signal);
  if (!died) context.emit({ type: 'background-stopped', time: now(), step: id, why, killed });
}

/** Reports the background steps that ended by themselves since the last look, and returns them. */
export async function collectDead(context: RunContext): Promise<readonly Step[]> {
  const dead: Step[] = [];
  for (const [id, background] of [...context.background]) {
    const { error, path } = background.output.output;
    if (error !== undefined) throw logError(path, error);
    if (!reportDeath(context, background)) continue;
    dead.push(background.step);
    context.background.delete(id);
    await background.stop(context.hurry.signal);
  }
  return dead;
}

function reportDeath(context: RunContext, background: BackgroundStep): boolean {
  if (background.ended === undefined || background.stopping) return false;
  const reason: FailureReason = background.limited
    ? limitReached(context, background.step)
    : { kind: 'background-died', exit: background.ended.exit };
  background.output.flush();
  const { output } = background.output;
  context.died.add(background.step.id);
  context.emit({
    type: 'background-died',
    time: now(),
    step: background.step.id,
    reason,
    tail: output.tail(TAIL_LINES),
    ...(output.size > 0 ? { log: output.path } : {}),
  });
  return true;
}
