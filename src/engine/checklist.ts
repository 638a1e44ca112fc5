import { type ChecklistItem, readChecklist } from '../model/checklist.ts';
import type { Step } from '../model/types.ts';
import type { ChecklistResult, Evidence } from './checklist-result.ts';
import { now, type RunContext } from './context.ts';
import type { Progress } from './lifecycle.ts';
import { stopRun } from './stop.ts';

/** What people said of items of the checklist. */
export type ChecklistAnswers = ReadonlyMap<ChecklistItem, Partial<ChecklistResult>>;

/** Asks the person at the run, if there is one, about the items that are for people. */
export async function askChecklist(
  context: RunContext,
  { undone }: Progress,
): Promise<ChecklistAnswers> {
  const answers = new Map<ChecklistItem, Partial<ChecklistResult>>();
  const { operator } = context.options;
  // Nothing of what it asks about is there any more.
  if (undone) return answers;
  if (operator?.checklist === undefined || context.stop.signal.aborted) return answers;
  const items = readItems(context).filter(({ targets }) => targets.length === 0);
  for (const [index, item] of items.entries()) {
    const shown = { ...item, text: context.masker.text(item.text) };
    const { signal } = context.stop;
    const answer = await operator.checklist.ask(shown, index + 1, items.length, signal);
    if (answer === 'interrupt' && !context.stop.signal.aborted)
      stopRun(context, { kind: 'signal', signal: 'SIGINT' });
    if (answer === 'interrupt' || context.stop.signal.aborted) return answers;
    if (answer === 'open') continue;
    answers.set(item, {
      state: answer.holds ? 'confirmed' : 'declined',
      who: operator.who,
      time: now(),
      ...(answer.note === undefined ? {} : { note: answer.note }),
    });
  }
  return answers;
}

/**
 * Holds the checklist against what has run, and reports it.
 *
 * @returns how many items had to hold and do not
 */
export function settleChecklist(
  context: RunContext,
  progress: Progress,
  answers: ChecklistAnswers,
): number {
  const items = readItems(context);
  if (items.length === 0) return 0;
  const required = context.options.requireChecklist === true;
  const results = items.map((item): ChecklistResult => {
    const { line, text } = item;
    const answer = answers.get(item);
    if (answer !== undefined) return { line, text, state: 'confirmed', ...answer };
    if (item.targets.length === 0) return { line, text, state: 'unconfirmed' };
    return { line, text, ...prove(context, progress, item) };
  });
  context.emit({ type: 'checklist', time: now(), items: results, required });
  return required ? results.filter(({ state }) => !HOLDS[state]).length : 0;
}

const HOLDS: Readonly<Record<ChecklistResult['state'], boolean>> = {
  verified: true,
  confirmed: true,
  failed: false,
  unproven: false,
  declined: false,
  unconfirmed: false,
};

const items = new WeakMap<RunContext, readonly ChecklistItem[]>();

/** Read once a run: what people said is kept by item. */
function readItems(context: RunContext): readonly ChecklistItem[] {
  const known = items.get(context) ?? readChecklist(context.plan.runbook, context.plan.scenario);
  items.set(context, known);
  return known;
}

type Proof = Pick<ChecklistResult, 'state' | 'why' | 'evidence'>;

/** It holds when at least one step there was executed and all passed, none by somebody's word. */
function prove(context: RunContext, progress: Progress, { steps, targets }: ChecklistItem): Proof {
  if (steps.length === 0) return { state: 'unproven', why: `no step in \`${targets.join(' ')}\`` };
  const judged = steps.map((step) => judge(context, progress, step));
  const worst =
    judged.find(({ state }) => state === 'failed') ??
    judged.find(({ state }) => state === 'unproven');
  if (worst !== undefined) return worst;
  const evidence = judged.flatMap((one) => one.evidence ?? []);
  if (evidence.length > 0) return { state: 'verified', evidence };
  return { state: 'unproven', why: 'nothing was executed there' };
}

function judge(context: RunContext, { verdicts, ignored, undone }: Progress, { id }: Step): Proof {
  const failed = { state: 'failed', why: `\`${id}\` failed` } as const;
  const unproven = (why: string): Proof => ({ state: 'unproven', why: `\`${id}\` ${why}` });
  if (context.died.has(id) || ignored.has(id)) return failed;
  const verdict = verdicts.get(id);
  switch (verdict?.status) {
    case undefined:
      return unproven('was not selected');
    case 'failed':
      return failed;
    case 'cancelled':
      return unproven('was interrupted');
    case 'passed':
      // What it has shown is gone, also where the step itself had nothing to undo.
      if (undone) return unproven('passed, and the run was rolled back');
      if (verdict.byHand?.override === true) return unproven('was done by hand, and not checked');
      return verdict.edited === true
        ? unproven('passed in an edited form')
        : { state: 'verified', evidence: findEvidence(context, id) };
    case 'skipped':
      if (verdict.reason.kind === 'not-reached') return unproven('was not reached');
      // A condition that leaves a step out is the document's own word.
      return verdict.reason.kind === 'operator' || verdict.reason.kind === 'interrupted'
        ? unproven('was skipped by hand')
        : { state: 'verified' };
  }
}

function findEvidence(context: RunContext, step: string): readonly Evidence[] {
  const { time, durationMs } = context.ends.get(step) ?? { time: now(), durationMs: 0 };
  return [{ step, time, durationMs }];
}
