import { isDataLanguage } from '../model/languages.ts';
import type { Step } from '../model/types.ts';
import type { PlannedStep } from '../plan/types.ts';
import { concealReason } from './conceal.ts';
import { now, type RunContext } from './context.ts';
import type { OperatorAction } from './events.ts';
import type { Operator } from './operator.ts';
import { judgePasted, type Pasted, splitExpectations } from './pasted.ts';
import type { ByHandAnswer, ByHandTask } from './people-dialogue.ts';
import { refuseValue } from './refuse-value.ts';
import { cancelled, failed, passed, type StepResult } from './step-result.ts';
import { stopRun } from './stop.ts';
import { resolveTaskText } from './task-text.ts';
import type { ByHand, FailureReason, SkipReason, StepVerdict } from './verdict.ts';

/** The answers that say that something was done. */
type DoneAnswer = Extract<ByHandAnswer, { kind: 'done' | 'flag' | 'override' }>;

const NOTHING: ReadonlyMap<string, string> = new Map();
const NOT_REACHED: StepVerdict = { status: 'skipped', reason: { kind: 'not-reached' } };

/**
 * Has a person do a step, and holds what is pasted as its output against the step's expectations
 * until they hold or the person decides otherwise. `index` counts the run's steps from 1.
 */
export async function doByHand(
  context: RunContext,
  { step }: PlannedStep,
  index: number,
): Promise<StepResult> {
  const { operator } = context.options;
  if (operator === undefined) return { verdict: refuseAlone(), attempts: 0 };
  const { people } = operator;
  const task = describeTask(context, step, index);
  let pasted: Pasted | undefined;
  let failure: FailureReason | undefined;
  for (let attempt = 1; ; attempt++) {
    const start = performance.now();
    const asked = failure === undefined ? task : { ...task, failure };
    const answer = await people.manual(asked, context.stop.signal);
    if (context.stop.signal.aborted) return { verdict: cancelled(context), attempts: attempt - 1 };
    if (!isDone(answer))
      return { verdict: leave(context, step, operator, answer), attempts: attempt - 1 };
    const text = textToJudge(step, answer);
    if (text !== undefined) {
      const suffix = attempt === 1 ? '.log' : `.${attempt}.log`;
      const log = context.folder.logPath(index, step.id, suffix);
      pasted = await judgePasted(context, step, text, log);
      // What expectations ask of the host is cut short then, and its answers say nothing.
      if (context.stop.signal.aborted) return { verdict: cancelled(context), attempts: attempt };
    }
    if (answer.kind !== 'done' || pasted === undefined || pasted.evaluation.ok) {
      const verdict = accept(context, step, operator, answer, pasted);
      return { verdict, attempts: attempt, ...pasted?.shown };
    }
    const { reason } = pasted.evaluation;
    failure = step.secret ? concealReason(reason) : reason;
    const durationMs = performance.now() - start;
    const event = { time: now(), step: step.id, attempt, durationMs, reason: failure };
    context.emit({ type: 'attempt-failed', ...event });
  }
}

/** Puts a decision about a step on record. */
export function recordDecision(
  context: RunContext,
  step: Step,
  who: string,
  { action, why, flag }: Decision,
): void {
  context.emit({
    type: 'operator',
    time: now(),
    who,
    action,
    step: step.id,
    ...(why === undefined ? {} : { why }),
    ...(flag === undefined ? {} : { flag }),
  });
}

/** Ends the run before a step, to go on later. */
export function leaveRun(context: RunContext, step: Step, why?: string): void {
  recordDecision(context, step, context.options.operator?.who ?? '', { action: 'quit', why });
  stopRun(context, { kind: 'operator', action: 'quit' });
}

interface Decision {
  readonly action: OperatorAction;
  readonly why?: string | undefined;
  readonly flag?: string | undefined;
}

function isDone(answer: ByHandAnswer): answer is DoneAnswer {
  return answer.kind === 'done' || answer.kind === 'flag' || answer.kind === 'override';
}

function describeTask(context: RunContext, step: Step, index: number): ByHandTask {
  const { plan, masker } = context;
  const { checkable } = splitExpectations(step);
  const captures = checkable.flatMap(({ compiled }) => compiled.captures.map(({ name }) => name));
  const reads = checkable.some(({ compiled }) => compiled.streams.length > 0);
  return {
    step,
    index,
    total: plan.steps.length,
    text: masker.text(resolveTaskText(context, step)),
    isCommand: step.file === undefined && !isDataLanguage(step.lang),
    hasPassed: context.ends.get(step.id)?.status === 'passed',
    wantsText: reads || step.capture !== undefined,
    expected: checkable.map(({ fence, compiled }) => ({
      line: fence.line,
      summary: compiled.summary,
    })),
    captures: step.capture === undefined ? captures : [...captures, step.capture],
    refuseValue: (name, value) => refuseValue(context, step, name, value),
  };
}

/** What is held against the expectations; `undefined` when nothing is. */
function textToJudge(step: Step, answer: DoneAnswer): string | undefined {
  if (answer.kind !== 'done') return undefined;
  const hasQuestions = step.capture !== undefined || splitExpectations(step).checkable.length > 0;
  // Some ask the host alone, and need no text.
  return answer.pasted ?? (hasQuestions ? '' : undefined);
}

/** The verdict of a step that somebody says is done. */
function accept(
  context: RunContext,
  step: Step,
  { who }: Operator,
  answer: DoneAnswer,
  pasted: Pasted | undefined,
): StepVerdict {
  const isChecked = pasted?.evaluation.ok === true;
  const captures =
    answer.kind === 'override' ? answer.captures : isChecked ? pasted.evaluation.captures : NOTHING;
  const note =
    answer.kind === 'done' ? answer.note : answer.kind === 'override' ? answer.why : undefined;
  const flag = answer.kind === 'flag' ? answer.flag : undefined;
  const byHand: ByHand = {
    who,
    ...(note === undefined ? {} : { note }),
    ...(flag === undefined ? {} : { flag }),
    ...(pasted?.hash === undefined ? {} : { pasted: pasted.hash }),
    override: isOverride(step, answer),
  };
  recordDecision(context, step, who, { action: 'done', why: note, flag });
  const verdict = passed(context, captures, step.secret);
  return verdict.status === 'passed' ? { ...verdict, byHand } : verdict;
}

/** Whether somebody's word stands where a check should. */
function isOverride(step: Step, { kind }: DoneAnswer): boolean {
  const isManual = step.role === 'manual';
  if (kind === 'flag') return !isManual || step.expectations.length > 0;
  if (kind === 'override') return true;
  const { checkable, uncheckable } = splitExpectations(step);
  return !isManual && (checkable.length === 0 || uncheckable.length > 0);
}

/** The verdict of a step that was not done. */
function leave(
  context: RunContext,
  step: Step,
  operator: Operator,
  answer: Exclude<ByHandAnswer, DoneAnswer>,
): StepVerdict {
  const { who } = operator;
  switch (answer.kind) {
    case 'not-done': {
      const { note } = answer;
      return failed({ kind: 'not-done', who, ...(note === undefined ? {} : { note }) });
    }
    case 'skip': {
      const reason: SkipReason = { kind: 'operator', who, why: answer.why };
      recordDecision(context, step, who, { action: 'skip', why: answer.why });
      return { status: 'skipped', reason };
    }
    case 'quit':
      leaveRun(context, step, answer.why);
      return NOT_REACHED;
    case 'interrupt':
      stopRun(context, { kind: 'signal', signal: 'SIGINT' });
      return cancelled(context);
  }
}

/** The command line refuses such a run before anything runs; other callers may not. */
export function refuseAlone(): Extract<StepVerdict, { status: 'failed' }> {
  return {
    status: 'failed',
    reason: {
      kind: 'cannot-start',
      message: 'it needs a person, and nobody is at the run',
      hint: 'run the document on a terminal',
    },
  };
}
