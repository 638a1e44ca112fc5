import { nearestName } from '../model/nearest.ts';
import { isAside } from '../model/roles.ts';
import { UsageError } from '../plan/usage-error.ts';
import type { StoredState } from '../store/state-store.ts';
import { capturesOf } from './left-run.ts';
import type { PastRun } from './past-runs.ts';
import { stateAfter } from './plan-resume.ts';
import type { StepEnd } from './run-story.ts';

/** The shell of a past run as one of its steps has left it. */
export interface PastState {
  /** Id of that step. */
  readonly step: string;
  /** Absent: as at the start. */
  readonly state: StoredState | undefined;
  /** What was captured up to there, secrets left out. */
  readonly captures: ReadonlyMap<string, string>;
}

/**
 * The state after a step of a run, or after its last one; cleanup and what a failure calls for are
 * no steps of it.
 *
 * @throws {@link UsageError} for a step that did not run.
 */
export function findPastState(run: PastRun, at: string | undefined): PastState {
  const { story, id } = run;
  const roles = new Map(story.start.steps.map((step) => [step.id, step.role]));
  const ends = [...story.ends.values()].filter(({ step }) => {
    const role = roles.get(step);
    return role !== undefined && !isAside(role);
  });
  const names = ends.map(({ step }) => step);
  const place = at === undefined ? ends.length - 1 : names.indexOf(at);
  const last = ends[place];
  if (last === undefined) throw refuse(id, at, names);
  const until = ends.slice(0, place + 1);
  return {
    step: last.step,
    state: stateAfter(run, until),
    captures: capturesOf({ ...story, ends: new Map(until.map(byStep)) }),
  };
}

function byStep(end: StepEnd): [string, StepEnd] {
  return [end.step, end];
}

function refuse(id: string, at: string | undefined, names: readonly string[]): UsageError {
  if (at === undefined) return new UsageError(`no step of run ${id} has come to its end`);
  const nearest = nearestName(at, names);
  return new UsageError(`--at ${at}: no such step of run ${id} has come to its end`, [
    ...(nearest === undefined ? [] : [`did you mean \`${nearest}\`?`]),
    names.length === 0 ? 'none has' : `these have: ${names.join(', ')}`,
  ]);
}
