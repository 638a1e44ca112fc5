import type { Step } from '../model/types.ts';
import type { PlannedStep } from '../plan/types.ts';
import { presentMoment } from '../session/process-table.ts';
import { stopBackground } from './background-end.ts';
import { startInBackground } from './background-start.ts';
import { concealAttempt, concealReason } from './conceal.ts';
import { checkConditions } from './conditions.ts';
import { askConfirmation } from './confirm.ts';
import { now, type RunContext } from './context.ts';
import type { StateReference } from './events.ts';
import { writeFileBlock } from './file-block.ts';
import { createHttpAttempt } from './http-attempt.ts';
import { countAttempts, isLastAttempt, pauseBeforeNext, requireStability } from './next-attempt.ts';
import { findOtherUser } from './other-user.ts';
import { pauseFor } from './pause.ts';
import { doByHand } from './people.ts';
import { createShellAttempt, prepareShellAttempt } from './shell-attempt.ts';
import {
  type Attempt,
  type AttemptResult,
  cancelled,
  passed,
  type StepResult,
} from './step-result.ts';
import type { StepVerdict } from './verdict.ts';

/**
 * Runs one step with all its attempts and reports it. `index` counts the run's steps from 1. With `how`
 * a person does it, whatever its role.
 */
export async function runStep(
  context: RunContext,
  planned: PlannedStep,
  index: number,
  how: 'run' | 'by-hand' = 'run',
): Promise<StepVerdict> {
  const { step } = planned;
  context.emit({ type: 'step-start', time: now(), step: step.id, since: presentMoment() });
  const start = performance.now();
  const result = markEdited(planned, await runByKind(context, planned, index, how));
  if (result.verdict.status !== 'skipped') context.started.add(step.id);
  const durationMs = performance.now() - start;
  if (result.verdict.status === 'passed') prepareNext(context, planned, index);
  const state = result.verdict.status === 'skipped' ? undefined : await saveState(context);
  context.emit({
    type: 'step-end',
    time: now(),
    step: step.id,
    durationMs,
    ...result,
    ...(state === undefined ? {} : { state }),
  });
  return result.verdict;
}

/** What has passed in another form than the document's shows nothing about the document's. */
function markEdited({ edited }: PlannedStep, result: StepResult): StepResult {
  const { verdict } = result;
  return edited !== true || verdict.status !== 'passed'
    ? result
    : { ...result, verdict: { ...verdict, edited } };
}

/** Gets the step behind this one ready while the shell still writes its state. */
function prepareNext(context: RunContext, planned: PlannedStep, index: number): void {
  const { steps } = context.plan;
  const next = steps[index - 1]?.step.id === planned.step.id ? steps[index] : undefined;
  if (next !== undefined) prepareShellAttempt(context, next, index + 1);
}

/** Before a step's end is on record, the state is: that is where a run goes on after it. */
async function saveState({ session, states }: RunContext): Promise<StateReference | undefined> {
  await session.settle();
  return states.save(session.snapshot);
}

async function runByKind(
  context: RunContext,
  planned: PlannedStep,
  index: number,
  how: 'run' | 'by-hand',
): Promise<StepResult> {
  const { step } = planned;
  const unmet = await checkConditions(context, step, index);
  if (context.stop.signal.aborted) return { verdict: cancelled(context), attempts: 0 };
  if (unmet !== undefined) return { verdict: conceal(step, unmet), attempts: 0 };
  const declined = await askConfirmation(context, step, index);
  if (declined !== undefined) return { verdict: declined, attempts: 0 };
  if (step.confirm === undefined) return carryOut(context, planned, index, how);
  const start = performance.now();
  const result = await carryOut(context, planned, index, how);
  return { ...result, durationMs: performance.now() - start };
}

/** A step that may run now. */
async function carryOut(
  context: RunContext,
  planned: PlannedStep,
  index: number,
  how: 'run' | 'by-hand',
): Promise<StepResult> {
  const { step } = planned;
  if (step.stops !== undefined) await stopBackground(context, step.stops, 'stops');
  if (step.role === 'manual' || how === 'by-hand') return doByHand(context, planned, index);
  if (step.file !== undefined) return { verdict: await writeFileBlock(context, step), attempts: 1 };
  if (step.background !== undefined)
    return startInBackground(context, planned, step.background, index);
  const found = await findOtherUser(context, step);
  if (!found.ok) return { verdict: { status: 'failed', reason: found.reason }, attempts: 1 };
  const attempt =
    step.request === undefined
      ? createShellAttempt(context, planned, index, found.other)
      : createHttpAttempt(context, step, step.request);
  return runAttempts(context, step, index, step.secret ? concealAttempt(attempt) : attempt);
}

function conceal(step: Step, verdict: StepVerdict): StepVerdict {
  if (!step.secret || verdict.status !== 'failed') return verdict;
  return { ...verdict, reason: concealReason(verdict.reason) };
}

/** Every attempt starts from the state before the step; the last one decides. */
async function runAttempts(
  context: RunContext,
  step: Step,
  index: number,
  attemptOnce: Attempt,
): Promise<StepResult> {
  const before = context.session.snapshot;
  const start = performance.now();
  const { repeat } = step;
  let earlier: AttemptResult | undefined;
  let inARow = 0;
  for (let attempt = 1; ; attempt++) {
    if (attempt > 1) await context.session.rollback(before);
    if (repeat !== undefined) {
      const of = countAttempts(repeat);
      const bound = of === undefined ? {} : { of };
      context.emit({ type: 'attempt-start', time: now(), step: step.id, attempt, ...bound });
    }
    const left =
      repeat?.kind === 'within'
        ? Math.ceil(repeat.withinMs - (performance.now() - start))
        : Number.POSITIVE_INFINITY;
    const log = context.folder.logPath(index, step.id, attempt === 1 ? '.log' : `.${attempt}.log`);
    const result = await attemptOnce({
      log,
      timeoutMs: Math.min(step.timeoutMs, left),
      isLast: (durationMs) => isLastAttempt(repeat, attempt, durationMs, performance.now() - start),
    });
    // An attempt that was cut short tells less than the one before it.
    const cut =
      result.status === 'failed' && result.reason.kind === 'timeout' && left < step.timeoutMs;
    if (!cut) inARow = result.status === 'passed' ? inARow + 1 : 0;
    const elapsedMs = performance.now() - start;
    const pause = pauseBeforeNext(repeat, { result, attempt, inARow, elapsedMs });
    if (pause === undefined) {
      const last = requireStability(repeat, cut ? (earlier ?? result) : result, inARow);
      // A failed step keeps no daemons, and this attempt passed by itself.
      if (last.status === 'failed' && result.status === 'passed')
        await context.session.kill(context.hurry.signal);
      return toStepResult(context, step, last, attempt);
    }
    earlier = result;
    reportAttempt(context, step, result, attempt, inARow);
    await pauseFor(pause, context.stop.signal);
    if (context.stop.signal.aborted) return { verdict: cancelled(context), attempts: attempt };
  }
}

/** An attempt that is not the last one. */
function reportAttempt(
  context: RunContext,
  { id: step, repeat }: Step,
  result: AttemptResult,
  attempt: number,
  inARow: number,
): void {
  const common = { time: now(), step, attempt, durationMs: result.durationMs };
  if (result.status === 'failed')
    context.emit({ type: 'attempt-failed', ...common, reason: result.reason });
  if (result.status === 'passed' && repeat !== undefined && repeat.kind !== 'retry')
    context.emit({ type: 'attempt-passed', ...common, inARow, of: repeat.inARow });
}

function toStepResult(
  context: RunContext,
  step: Step,
  result: AttemptResult,
  attempts: number,
): StepResult {
  const shown = {
    attempts,
    tail: result.tail,
    ...(result.log === undefined ? {} : { log: result.log }),
    ...(result.hidden === undefined ? {} : { hidden: result.hidden }),
  };
  switch (result.status) {
    case 'cancelled':
      return { ...shown, verdict: cancelled(context) };
    case 'failed':
      return { ...shown, verdict: { status: 'failed', reason: result.reason } };
    case 'passed':
      return { ...shown, verdict: passed(context, result.captures, step.secret) };
  }
}
