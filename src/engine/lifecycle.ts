import type { PlannedStep } from '../plan/types.ts';
import { collectDead } from './background-end.ts';
import { askChecklist, type ChecklistAnswers, settleChecklist } from './checklist.ts';
import { finishRun, isLeft } from './cleanup.ts';
import { now, type RunContext } from './context.ts';
import { diagnose } from './diagnose.ts';
import { exitCodeOf, isOverridden } from './exit-code.ts';
import { goOn, skipInterrupted } from './go-on.ts';
import { keepPace } from './keep-pace.ts';
import { planEdited } from './resumption.ts';
import { couldRollBack, rollBack } from './rollback.ts';
import { runStep } from './step-runner.ts';
import { stopRun } from './stop.ts';
import type { StepVerdict } from './verdict.ts';
import { walkSteps } from './walk.ts';

/** What has become of the steps so far. */
export interface Progress {
  /** Whether cleanup steps have had their turn. */
  cleaned: boolean;
  /** Whether what was done has been undone by a rollback. */
  undone: boolean;
  readonly verdicts: Map<string, StepVerdict>;
  /** Steps that failed, and a person has the run go on as if they had not. */
  readonly ignored: Set<string>;
  /** Whether a step other than `require` has begun: from then on cleanup is owed. */
  begun: boolean;
}

/**
 * The life of a run: prerequisites, steps in document order, then, whatever happened, cleanup and
 * the end of everything that was started. Returns the exit code.
 */
export async function runLifecycle(context: RunContext): Promise<number> {
  const progress: Progress = {
    verdicts: new Map(),
    ignored: new Set(),
    begun: context.options.resumption?.begun === true,
    cleaned: false,
    undone: false,
  };
  const start = performance.now();
  limitTime(context);
  try {
    const dialogue = context.options.operator?.steps;
    if (dialogue === undefined) await runSteps(context, progress);
    else await walkSteps(context, progress, dialogue);
    if (owesRollback(context, progress)) await rollBack(context, progress);
  } catch (error) {
    stopRun(context, { kind: 'engine-error', error });
  } finally {
    // The limit is the steps'; cleanup has its own.
    context.liftLimit();
  }
  // What a person is asked about is still up.
  const answers = await askChecklist(context, progress);
  // Also when the engine failed: nothing may be left running.
  await finishRun(context, progress);
  if (context.stopCause?.kind === 'engine-error') throw context.stopCause.error;
  return report(context, progress, answers, performance.now() - start);
}

/** Stops the run when its time is up, unless the limit is lifted before. */
function limitTime(context: RunContext): void {
  const { timeoutMs } = context.options;
  if (timeoutMs === undefined) return;
  const stop = (): void => stopRun(context, { kind: 'run-timeout', timeoutMs });
  const timer = setTimeout(stop, timeoutMs);
  context.liftLimit = () => clearTimeout(timer);
}

async function runSteps(context: RunContext, progress: Progress): Promise<void> {
  const { options } = context;
  let requireFailed = false;
  let index = 0;
  let goesOn = options.resumption !== undefined;
  for (const planned of planEdited(context)) {
    index += 1;
    const { step } = planned;
    const isRequire = step.role === 'require';
    await keepPace(context);
    // All prerequisites are looked at, so that every missing one is known at once.
    if (context.stop.signal.aborted || (requireFailed && !isRequire)) return;
    if (goesOn && !isRequire) {
      goesOn = false;
      if (!(await goOn(context, progress))) return;
    }
    if (progress.verdicts.has(step.id)) continue;
    if (!isRequire) progress.begun = true;
    const verdict = skipInterrupted(context, step) ?? (await runStep(context, planned, index));
    progress.verdicts.set(step.id, verdict);
    const dead = await collectDead(context);
    if (verdict.status === 'cancelled') return;
    for (const one of dead) await diagnose(context, one);
    if (verdict.status === 'failed') await diagnose(context, step);
    const died = dead.length;
    if (isRequire) requireFailed ||= verdict.status === 'failed';
    else if (stopsRun(planned, verdict, options.keepGoing) || (died > 0 && !options.keepGoing))
      return;
  }
}

/** Whether what was done is to be undone: not when somebody has stopped the run, or lets a failure stand. */
function owesRollback(context: RunContext, { verdicts, ignored, begun }: Progress): boolean {
  const { options, died, stopCause } = context;
  if (options.rollback !== true || !begun) return false;
  if (stopCause?.kind === 'signal' || isLeft(context)) return false;
  const failed = [...verdicts].filter(([, { status }]) => status === 'failed').map(([id]) => id);
  return [...failed, ...died].some((id) => !ignored.has(id));
}

function stopsRun({ step }: PlannedStep, verdict: StepVerdict, keepGoing: boolean): boolean {
  return verdict.status === 'failed' && !keepGoing && !step.keepGoing;
}

function report(
  context: RunContext,
  progress: Progress,
  answers: ChecklistAnswers,
  durationMs: number,
): number {
  const { plan, died } = context;
  for (const { step } of plan.steps) {
    if (progress.verdicts.has(step.id)) continue;
    const verdict: StepVerdict = { status: 'skipped', reason: { kind: 'not-reached' } };
    progress.verdicts.set(step.id, verdict);
    context.emit({
      type: 'step-end',
      time: now(),
      step: step.id,
      verdict,
      durationMs: 0,
      attempts: 0,
    });
  }
  const statuses = new Map(
    [...progress.verdicts].map(([id, { status }]) => [
      id,
      died.has(id) && status === 'passed' ? 'failed' : status,
    ]),
  );
  const count = (wanted: StepVerdict['status']): number =>
    [...statuses.values()].filter((status) => status === wanted).length;
  const executed = plan.steps.filter(({ step }) => {
    const verdict = progress.verdicts.get(step.id);
    return verdict?.status === 'passed' || verdict?.status === 'failed';
  }).length;
  const ignored = [...progress.ignored].filter((id) => statuses.get(id) === 'failed').length;
  const unmet = settleChecklist(context, progress, answers);
  const exitCode = exitCodeOf({
    stopCause: isJustInTime(context, progress) ? undefined : context.stopCause,
    failed: count('failed') - ignored,
    overridden: ignored > 0 || [...progress.verdicts.values()].some(isOverridden),
    executed,
    unmet,
  });
  context.emit({
    type: 'run-end',
    time: now(),
    exitCode,
    summary: {
      passed: count('passed'),
      failed: count('failed'),
      skipped: count('skipped'),
      cancelled: count('cancelled'),
      durationMs,
    },
    ...advise(context, progress, exitCode),
  });
  return exitCode;
}

/** Whether the time was up when the last step had just been done, so that it has cut nothing short. */
function isJustInTime({ stopCause }: RunContext, { verdicts }: Progress): boolean {
  const isCut = (verdict: StepVerdict): boolean =>
    verdict.status === 'cancelled' ||
    (verdict.status === 'skipped' && verdict.reason.kind === 'not-reached');
  return stopCause?.kind === 'run-timeout' && ![...verdicts.values()].some(isCut);
}

/** What to type next. */
function advise(
  context: RunContext,
  progress: Progress,
  exitCode: number,
): { resume?: string; undo?: string } {
  const { options, plan } = context;
  const resume = adviseResume(context, progress);
  // Whoever goes step by step has a key for it, and a failure alone is undone.
  const isAlone = options.operator?.steps === undefined && options.policy === undefined;
  if (exitCode !== 1 || !isAlone || options.rollback === true) return { ...resume };
  if (!couldRollBack(context, progress)) return { ...resume };
  const typed = options.typed ?? `runbook run ${plan.runbook.document.file}`;
  const again = resume.resume ?? typed;
  return { ...resume, undo: `${again} --rollback` };
}

/** Nothing goes on where it was cleaned up, and nothing has to where nothing was done. */
function adviseResume(context: RunContext, progress: Progress): { resume?: string } {
  const { plan, options, died, folder } = context;
  const isDone = ({ step }: PlannedStep): boolean => {
    const verdict = progress.verdicts.get(step.id);
    if (verdict === undefined) return false;
    if (progress.ignored.has(step.id)) return true;
    if (died.has(step.id)) return false;
    const { status } = verdict;
    return status === 'passed' || (status === 'skipped' && verdict.reason.kind !== 'not-reached');
  };
  if (plan.request.fresh === true) return {};
  if (!progress.begun || progress.cleaned || options.policy !== undefined) return {};
  if (plan.steps.every(isDone)) return {};
  return { resume: `runbook resume ${folder.id}${options.locator ?? ''}` };
}
