import type { Background, Step } from '../model/types.ts';
import type { PlannedStep } from '../plan/types.ts';
import { type StepScript, writeStepScript } from '../session/step-script.ts';
import { type AttemptResult, runAttempt, TAIL_LINES } from './attempt.ts';
import { launchBackground } from './background.ts';
import { stopBackground } from './background-end.ts';
import { checkConditions } from './conditions.ts';
import { now, type RunContext } from './context.ts';
import { writeFileBlock } from './file-block.ts';
import { pauseFor } from './pause.ts';
import { createProbes, findTakenAddress, waitUntilReady } from './readiness.ts';
import type { FailureReason, StepVerdict } from './verdict.ts';

/** What a step came to, with what the report shows of it. */
interface StepResult {
  readonly verdict: StepVerdict;
  readonly attempts: number;
  readonly log?: string;
  readonly tail?: readonly string[];
  readonly ready?: readonly string[];
}

/** Runs one step with all its attempts and reports it. `index` counts the run's steps from 1. */
export async function runStep(
  context: RunContext,
  planned: PlannedStep,
  index: number,
): Promise<StepVerdict> {
  const { step } = planned;
  context.emit({ type: 'step-start', time: now(), step: step.id });
  const start = performance.now();
  const result = await runByKind(context, planned, index);
  context.emit({
    type: 'step-end',
    time: now(),
    step: step.id,
    durationMs: performance.now() - start,
    ...result,
  });
  return result.verdict;
}

async function runByKind(
  context: RunContext,
  planned: PlannedStep,
  index: number,
): Promise<StepResult> {
  const { step } = planned;
  const unmet = await checkConditions(context, step, index);
  if (context.stop.signal.aborted) return { verdict: cancelled(context), attempts: 0 };
  if (unmet !== undefined) return { verdict: unmet, attempts: 0 };
  if (step.stops !== undefined) await stopBackground(context, step.stops, 'stops');
  if (step.file !== undefined) return { verdict: await writeFileBlock(context, step), attempts: 1 };
  const script = writeStepScript(context.folder.path, index, step, planned.interpreter);
  context.scripts.set(script.path, step);
  if (step.background !== undefined)
    return startInBackground(context, step, step.background, index, script);
  return runAttempts(context, step, index, script);
}

/** Every attempt starts from the state before the step; the last one decides. */
async function runAttempts(
  context: RunContext,
  step: Step,
  index: number,
  script: StepScript,
): Promise<StepResult> {
  const before = context.session.snapshot;
  const start = performance.now();
  const { repeat } = step;
  let earlier: AttemptResult | undefined;
  for (let attempt = 1; ; attempt++) {
    if (attempt > 1) await context.session.rollback(before);
    if (repeat !== undefined) {
      const of = repeat.kind === 'retry' ? { of: repeat.retries + 1 } : {};
      context.emit({ type: 'attempt-start', time: now(), step: step.id, attempt, ...of });
    }
    const left =
      repeat?.kind === 'within'
        ? Math.ceil(repeat.withinMs - (performance.now() - start))
        : Number.POSITIVE_INFINITY;
    const log = context.folder.logPath(index, step.id, attempt === 1 ? '.log' : `.${attempt}.log`);
    const result = await runAttempt(context, step, script, log, Math.min(step.timeoutMs, left));
    const pause = pauseBeforeNext(step, result, attempt, performance.now() - start);
    // An attempt that was cut short tells less than the one before it.
    const cut =
      result.status === 'failed' && result.reason.kind === 'timeout' && left < step.timeoutMs;
    if (result.status !== 'failed' || pause === undefined)
      return toStepResult(context, cut ? (earlier ?? result) : result, attempt);
    earlier = result;
    const { reason, durationMs } = result;
    context.emit({
      type: 'attempt-failed',
      time: now(),
      step: step.id,
      attempt,
      durationMs,
      reason,
    });
    await pauseFor(pause, context.stop.signal);
    if (context.stop.signal.aborted) return { verdict: cancelled(context), attempts: attempt };
  }
}

/** Milliseconds until the next attempt; `undefined` when there is none. */
function pauseBeforeNext(
  step: Step,
  result: AttemptResult,
  attempt: number,
  elapsedMs: number,
): number | undefined {
  const { repeat } = step;
  if (result.status !== 'failed' || repeat === undefined) return undefined;
  if (repeat.kind === 'retry') return attempt <= repeat.retries ? repeat.backoffMs : undefined;
  return elapsedMs + repeat.everyMs < repeat.withinMs ? repeat.everyMs : undefined;
}

function toStepResult(context: RunContext, result: AttemptResult, attempts: number): StepResult {
  const shown = {
    attempts,
    tail: result.tail,
    ...(result.log === undefined ? {} : { log: result.log }),
  };
  switch (result.status) {
    case 'cancelled':
      return { ...shown, verdict: cancelled(context) };
    case 'failed':
      return { ...shown, verdict: { status: 'failed', reason: result.reason } };
    case 'passed':
      return { ...shown, verdict: passed(context, result.captures) };
  }
}

async function startInBackground(
  context: RunContext,
  step: Step,
  settings: Background,
  index: number,
  script: StepScript,
): Promise<StepResult> {
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

function passed(context: RunContext, captures: ReadonlyMap<string, string>): StepVerdict {
  context.values.capture(captures);
  context.session.export(captures);
  return { status: 'passed', captures: Object.fromEntries(captures) };
}

function failed(reason: FailureReason): StepVerdict {
  return { status: 'failed', reason };
}

/** A step that did not get to its end because the run had to stop. */
function cancelled(context: RunContext): StepVerdict {
  const cause = context.stopCause;
  if (cause?.kind === 'run-timeout') return failed(cause);
  return { status: 'cancelled', signal: cause?.kind === 'signal' ? cause.signal : 'SIGTERM' };
}
