import type { Background } from '../model/types.ts';
import type { PlannedStep } from '../plan/types.ts';
import { writeStepScript } from '../session/step-script.ts';
import { launchBackground } from './background.ts';
import type { RunContext } from './context.ts';
import { findOtherUser } from './other-user.ts';
import { createProbes, findTakenAddress, waitUntilReady } from './readiness.ts';
import { cancelled, failed, passed, type StepResult, TAIL_LINES } from './step-result.ts';

/** Starts a background step and waits until it is ready, or is not going to be. */
export async function startInBackground(
  context: RunContext,
  { step, interpreter }: PlannedStep,
  settings: Background,
  index: number,
): Promise<StepResult> {
  const found = await findOtherUser(context, step);
  if (!found.ok) return { verdict: failed(found.reason), attempts: 1 };
  const { other } = found;
  const { scripts } = context.session.target;
  const script = writeStepScript(context.folder.path, index, step, interpreter, {
    scripts,
    ...(other && { other }),
  });
  context.scripts.set(script.source, step);
  const created = await createProbes(context, settings.ready);
  if (!created.ok) return { verdict: failed(created.reason), attempts: 1 };
  const { probes } = created;
  const taken = await findTakenAddress(probes);
  if (taken !== undefined) return { verdict: failed(taken), attempts: 1 };
  const launch = await launchBackground(context, step, settings, index, script);
  if (!launch.ok) return { verdict: failed(launch.reason), attempts: 1 };
  const { background } = launch;
  const readiness = await waitUntilReady(context, background, probes).catch(async (error) => {
    // Nobody else knows of it yet.
    await background.stop(context.hurry.signal);
    throw error;
  });
  if (readiness.status === 'ready') {
    context.background.set(step.id, background);
    return {
      verdict: passed(context, readiness.captures),
      attempts: 1,
      log: background.output.output.path,
      ready: probes.map((probe) => probe.description),
    };
  }
  await background.stop(context.hurry.signal);
  const { output } = background.output;
  return {
    verdict: readiness.status === 'cancelled' ? cancelled(context) : failed(readiness.reason),
    attempts: 1,
    tail: output.tail(TAIL_LINES),
    ...(output.size > 0 ? { log: output.path } : {}),
  };
}
