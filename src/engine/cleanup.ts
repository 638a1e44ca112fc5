import { collectDead, stopBackground } from './background-end.ts';
import { now, type RunContext, type StopCause } from './context.ts';
import { EngineError } from './engine-error.ts';
import { keepBackground } from './keep.ts';
import type { Progress } from './lifecycle.ts';
import { runStep } from './step-runner.ts';
import { stopRun } from './stop.ts';

/**
 * Runs the cleanup steps and stops the background steps, in one reversed document order: what a
 * block cleans up was made before it, so a server that was started above it is still there.
 */
export async function finishRun(context: RunContext, progress: Progress): Promise<void> {
  await tryTo(context, () => collectDead(context));
  const cleaning = await owesCleanup(context, progress);
  progress.cleaned ||= cleaning;
  const { plan } = context;
  const items = [
    ...(cleaning ? plan.cleanup : []).map((planned, i) => ({
      line: planned.step.fence.line,
      // Logs are numbered on from the steps'.
      act: () => cleanUp(context, progress, planned, plan.steps.length + i + 1),
    })),
    ...[...context.background.values()].map(({ step }) => ({
      line: step.fence.line,
      act: () => endBackground(context, step.id),
    })),
  ].sort((a, b) => b.line - a.line);
  for (const { act } of items) await tryTo(context, act);
  await tryTo(context, () => context.session.end());
}

/** A failure of the engine in one part of the end must not leave out the others. */
async function tryTo(context: RunContext, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    stopRun(context, { kind: 'engine-error', error });
  }
}

/** Runs one cleanup step, whatever has stopped the others. */
export async function cleanUp(
  context: RunContext,
  progress: Progress,
  planned: RunContext['plan']['cleanup'][number],
  index: number,
): Promise<void> {
  if (context.hurry.signal.aborted) return;
  // What stopped the steps does not stop the cleanup; only another interrupt does.
  if (context.stop.signal.aborted) context.stop = new AbortController();
  await context.session.target.files.makeFolder(context.plan.workdir);
  progress.verdicts.set(planned.step.id, await runStep(context, planned, index));
}

async function endBackground(context: RunContext, id: string): Promise<void> {
  const background = context.background.get(id);
  // What runs on another host ends with the connection.
  const isHere = context.session.target.name === undefined;
  const isAsked =
    (context.stopCause?.kind === 'operator' && context.options.operator?.steps !== undefined) ||
    (context.options.keep && context.stopCause === undefined);
  if (isHere && isAsked && background !== undefined && background.ended === undefined) {
    context.background.delete(id);
    await keepBackground(context, background);
  } else await stopBackground(context, id, 'end');
}

/** Whether cleanup runs, and if not, says why. */
async function owesCleanup(context: RunContext, progress: Progress): Promise<boolean> {
  const { plan, options } = context;
  if (plan.cleanup.length === 0 || !progress.begun) return false;
  const isForced = options.cleanup && !isLost(context.stopCause);
  const suspended = isForced ? undefined : await whySuspended(context);
  const later = `runbook stop ${context.folder.id}${options.locator ?? ''}`;
  context.emit({
    type: 'cleanup',
    time: now(),
    ...(suspended === undefined ? {} : { suspended, later }),
  });
  return suspended === undefined;
}

/** Whether a person has stopped the run to go on later: then everything stays as it is. */
export function isLeft({ options, stopCause }: RunContext): boolean {
  if (stopCause?.kind === 'operator' && stopCause.action === 'quit') return true;
  // Whoever goes step by step and says no, or presses Ctrl-C, leaves guided mode.
  const isStopped = stopCause?.kind === 'operator' || stopCause?.kind === 'signal';
  return options.operator?.steps !== undefined && isStopped;
}

/** Whether the host that the run acts on is what failed. */
function isLost(cause: StopCause | undefined): boolean {
  return (
    cause?.kind === 'engine-error' &&
    cause.error instanceof EngineError &&
    cause.error.code === 'target'
  );
}

async function whySuspended(context: RunContext): Promise<string | undefined> {
  const { plan, options, stop } = context;
  if (isLost(context.stopCause)) return 'the host does not answer';
  if (options.keep) return '--keep leaves everything as it is';
  const dialogue = options.operator?.steps;
  if (isLeft(context)) return 'the run was left to go on later';
  if (plan.selected) return 'only a part of the document was selected';
  if (dialogue === undefined || stop.signal.aborted) return undefined;
  const wanted = await dialogue.cleanup(plan.cleanup, stop.signal);
  if (wanted === null && !stop.signal.aborted)
    stopRun(context, { kind: 'signal', signal: 'SIGINT' });
  return wanted === true ? undefined : 'it was not wanted now';
}
