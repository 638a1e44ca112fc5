import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Step } from '../model/types.ts';
import type { PlannedStep } from '../plan/types.ts';
import { UsageError } from '../plan/usage-error.ts';
import { JOURNAL } from '../store/journal.ts';
import type { RunFolder } from '../store/run-folder.ts';
import type { StoredState } from '../store/state-store.ts';
import type { RunContext } from './context.ts';
import type { RunEvent } from './events.ts';
import { holdPipes, type RunPlace } from './leftovers.ts';
import type { ResumeView } from './resume-view.ts';
import type { LeftRun } from './stop-past.ts';

type StepEnd = Extract<RunEvent, { type: 'step-end' }>;

/** What an engine needs to know to go on with the run of an earlier one. */
export interface Resumption {
  readonly place: RunPlace;
  /** Length of the journal from which this was concluded. */
  readonly journalBytes: number;
  /** What the earlier engine can have left running: it is ended first. */
  readonly left: Pick<LeftRun, 'background' | 'dead'>;
  readonly view: Omit<ResumeView, 'part'>;
  /** The steps that are not run again, with how they ended. */
  readonly carried: ReadonlyMap<string, StepEnd>;
  /** Of these, the ones whose failure a person has ignored. */
  readonly ignored: ReadonlySet<string>;
  /** Steps with blocks that a person had changed, as they run now. */
  readonly edited: ReadonlyMap<string, Step>;
  /** Of the carried steps, background steps that are started again, with the state before each. */
  readonly restarts: ReadonlyMap<string, StoredState | undefined>;
  /** The state after the last carried step; absent: none was stored. */
  readonly state?: StoredState;
  /** What the carried steps have captured. */
  readonly captures: ReadonlyMap<string, string>;
  /** The steps that have done something, or part of it: what a rollback has to undo. */
  readonly started: ReadonlySet<string>;
  /** Whether a step other than `require` had begun: cleanup is owed. */
  readonly begun: boolean;
}

/** The steps of the run, with the blocks that were changed for it in the place of the document's. */
export function planEdited({ plan, options }: RunContext): readonly PlannedStep[] {
  const edited = options.resumption?.edited;
  if (edited === undefined || edited.size === 0) return plan.steps;
  return plan.steps.map((planned) => {
    const step = edited.get(planned.step.id);
    return step === undefined ? planned : { ...planned, step, edited: true };
  });
}

/** What reporters may know of it. */
export function viewResumption({ view }: Resumption, folder: RunFolder): ResumeView {
  return { ...view, part: basename(folder.path) };
}

/**
 * Makes sure that nobody went on with the run in the meantime; to be called with the lock.
 *
 * @throws {@link UsageError}
 */
export function checkUntouched({ place, journalBytes }: Resumption): void {
  const { size } = statSync(join(place.root, JOURNAL));
  if (size !== journalBytes)
    throw new UsageError(`run ${place.id} went on in the meantime`, [
      'look at it again: runbook history',
    ]);
}

/** Ends what the earlier engine has left running, so that nothing is there twice. */
export async function endEarlier(context: RunContext, resumption: Resumption): Promise<void> {
  // A run that goes on with nothing does not wait for this to be loaded.
  const { endBackground, endOrphans } = await import('./stop-past.ts');
  const { left, place } = resumption;
  const { emit } = context;
  const hurry = context.hurry.signal;
  const release = holdPipes(place);
  try {
    await endOrphans(left, emit, hurry);
    for (const background of [...left.background].sort((a, b) => b.line - a.line))
      await endBackground(place, background, emit, hurry, 'resume');
  } finally {
    release();
  }
}
