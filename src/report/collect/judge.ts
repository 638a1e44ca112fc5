import { isAside } from '../../model/roles.ts';
import { describeByHand, describeSkip } from '../run-record.ts';
import { countOf } from '../visible.ts';
import type { ReportedRun, ReportedStep } from './types.ts';

/**
 * `overridden`: somebody's word stands where a check should; `error`: it did not come to a verdict;
 * `cause`: a step that looks for causes found one, which is no failure of its own.
 */
export type Status = 'passed' | 'overridden' | 'failed' | 'error' | 'skipped' | 'cause';

export interface Judgement {
  readonly status: Status;
  /** In words, where the status does not say it all. */
  readonly why?: string;
}

/** What became of a step. */
export function judgeStep(step: ReportedStep, run: Pick<ReportedRun, 'end'>): Judgement {
  const { view, end, failure } = step;
  if (step.unselected) return { status: 'skipped', why: 'not selected' };
  if (failure !== undefined) {
    if (view.role === 'diagnose') return { status: 'cause', why: 'a likely cause' };
    return { status: 'failed' };
  }
  if (end === undefined) return judgeOpen(step, run);
  const { verdict } = end;
  switch (verdict.status) {
    case 'failed':
      return { status: 'failed' };
    case 'cancelled':
      return { status: 'error', why: `cancelled by ${verdict.signal}` };
    case 'skipped':
      return { status: 'skipped', why: describeSkip(verdict.reason).replace(/^skipped:? /, '') };
    case 'passed':
      if (verdict.byHand !== undefined) {
        const status = verdict.byHand.override ? 'overridden' : 'passed';
        return { status, why: describeByHand(verdict.byHand) };
      }
      return verdict.edited ? { status: 'passed', why: 'in an edited form' } : { status: 'passed' };
  }
}

function judgeOpen({ view, began }: ReportedStep, { end }: Pick<ReportedRun, 'end'>): Judgement {
  if (began !== undefined && end === undefined)
    return { status: 'error', why: 'it was under way when the record ended' };
  if (end?.skipped !== undefined) return { status: 'skipped', why: end.skipped };
  if (view.role === 'diagnose' || view.role === 'rollback')
    return { status: 'skipped', why: 'nothing called for it' };
  return { status: 'skipped', why: isAside(view.role) ? 'did not run' : 'not reached' };
}

const INTERRUPTS: Readonly<Record<number, string>> = {
  129: 'interrupted by SIGHUP',
  130: 'interrupted by SIGINT',
  143: 'interrupted by SIGTERM',
};

/** What became of a run. Its words say why it is no success, where no step does. */
export function judgeRun(run: ReportedRun): Judgement {
  const { end, left } = run;
  if (end === undefined) return { status: 'error', why: 'the record ends before the run does' };
  const { exitCode, skipped } = end;
  if (skipped !== undefined) return { status: 'skipped', why: skipped };
  switch (exitCode) {
    case 0:
      return { status: 'passed' };
    case 1:
      return { status: 'failed', why: describeFailed(run) };
    case 2:
      return { status: 'error', why: 'it was refused before anything ran' };
    case 3:
      return { status: 'failed', why: 'no step was executed, which is not a pass' };
    case 4:
      if (left === undefined) return { status: 'overridden', why: 'passed only with overrides' };
      return { status: 'error', why: `${left.who} ended it before its end` };
    case 5:
      return { status: 'error', why: 'the engine itself failed' };
    default:
      return { status: 'error', why: INTERRUPTS[exitCode] ?? `ended with ${exitCode}` };
  }
}

function describeFailed({ checklist, steps }: ReportedRun): string {
  const failed = steps.filter((step) => step.failure && step.view.role !== 'diagnose').length;
  if (failed > 0) return `${countOf(failed, 'step')} failed`;
  const open = checklist?.items.filter(
    ({ state }) => state !== 'verified' && state !== 'confirmed',
  );
  if (checklist?.required && open && open.length > 0)
    return `${countOf(open.length, 'item')} of the checklist ${open.length === 1 ? 'is' : 'are'} open`;
  return 'failed';
}

/** How many steps have each status. */
export function countStatuses(run: ReportedRun): Readonly<Record<Status, number>> {
  const counts = { passed: 0, overridden: 0, failed: 0, error: 0, skipped: 0, cause: 0 };
  for (const step of run.steps) counts[judgeStep(step, run).status] += 1;
  return counts;
}

/** `2 passed, 1 failed`. */
export function describeCounts(counts: Readonly<Record<Status, number>>): string {
  const parts = (['passed', 'overridden', 'failed', 'error', 'skipped'] as const).flatMap(
    (status) => (counts[status] === 0 ? [] : [`${counts[status]} ${WORDS[status]}`]),
  );
  return parts.length === 0 ? countOf(0, 'step') : parts.join(', ');
}

/** The statuses in words. */
export const WORDS: Readonly<Record<Status, string>> = {
  passed: 'passed',
  overridden: 'overridden',
  failed: 'failed',
  error: 'unfinished',
  skipped: 'skipped',
  cause: 'likely cause',
};

/** A sign for each status, for those who see no colour. */
export const SIGNS: Readonly<Record<Status, string>> = {
  passed: '✔',
  overridden: '!',
  failed: '✗',
  error: '✗',
  skipped: '○',
  cause: '●',
};
