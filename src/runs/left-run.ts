import type { LeftBackground } from '../engine/leftovers.ts';
import type { LeftRun } from '../engine/stop-past.ts';
import type { Runbook } from '../model/types.ts';
import { MASK } from '../store/mask.ts';
import { readState, type StoredState } from '../store/state-store.ts';
import type { PastRun } from './past-runs.ts';
import type { RunStory } from './run-story.ts';

/** Whether a run that nobody is at has left something to be ended. */
export function hasLeft({ story, holder }: PastRun): boolean {
  if (holder !== undefined || story.stop === 'done') return false;
  const { target, fresh } = story.start.setup;
  if (fresh === true) return false;
  // What ran on another host has ended with the connection.
  if (target !== undefined) return owedCleanup(story).length > 0;
  return story.end === undefined || story.kept.size > 0 || owedCleanup(story).length > 0;
}

/** Ids of the cleanup steps that still have to run. */
export function owedCleanup(story: RunStory): string[] {
  const hadItsTurn = story.end !== undefined && story.cleanup === 'ran' && story.stop === 'none';
  if (!story.begun || hadItsTurn || story.stop === 'done') return [];
  return story.start.steps
    .filter(({ id, role }) => role === 'cleanup' && story.ends.get(id)?.verdict.status !== 'passed')
    .map(({ id }) => id);
}

/**
 * What a run has left, for the engine that ends it.
 *
 * @param runbook - the document as it was run
 */
export function describeLeft(run: PastRun, runbook: Runbook): LeftRun {
  const { id, folder, story } = run;
  const { start } = story;
  const owed = new Set(owedCleanup(story));
  const state = lastState(run);
  return {
    id,
    root: folder,
    title: start.title,
    document: start.document,
    path: start.setup.path,
    workdir: start.workdir,
    ...(start.setup.target === undefined ? {} : { target: start.setup.target }),
    ...describeProcesses(run, runbook),
    cleanup: start.steps.filter((step) => owed.has(step.id)),
    captures: capturesOf(story),
    ...(state === undefined ? {} : { state }),
  };
}

/**
 * The processes that a run can have left.
 *
 * @param runbook - the document as it was run
 */
export function describeProcesses(
  { id, folder, story }: PastRun,
  runbook: Runbook,
): Pick<LeftRun, 'background' | 'dead'> {
  const { start, end, kept, open } = story;
  if (start.setup.target !== undefined) return { background: [] };
  const background = runbook.steps.flatMap((step): LeftBackground[] => {
    const found = kept.get(step.id);
    if (step.background === undefined || (end !== undefined && found === undefined)) return [];
    const { stop, stopTimeoutMs } = step.background;
    return [
      {
        step: step.id,
        index: start.steps.findIndex((view) => view.id === step.id) + 1,
        line: step.fence.line,
        signal: found?.signal ?? stop,
        stopTimeoutMs: found?.stopTimeoutMs ?? stopTimeoutMs,
        ...(found === undefined ? {} : { leader: { pid: found.pid, started: found.started } }),
      },
    ];
  });
  if (end !== undefined) return { background };
  const [since] = [...open.values()]
    .filter((moment) => moment !== undefined)
    .sort((a, b) => a.tick - b.tick);
  return { background, dead: { id, root: folder, ...(since && { since }) } };
}

/** The captures of the steps that passed; those that held a secret were never stored. */
export function capturesOf({ ends }: Pick<RunStory, 'ends'>): Map<string, string> {
  const captures = new Map<string, string>();
  for (const { verdict } of ends.values()) {
    if (verdict.status !== 'passed') continue;
    for (const [name, value] of Object.entries(verdict.captures))
      if (!value.includes(MASK)) captures.set(name, value);
  }
  return captures;
}

/** The state that the last step left, which is what a cleanup step would have found. */
function lastState({ folder, story }: PastRun): StoredState | undefined {
  const required = new Set(
    story.start.steps.filter(({ role }) => role === 'require').map(({ id }) => id),
  );
  const ends = [...story.ends.values()].filter(({ state }) => state !== undefined);
  // When a run went on, its prerequisites were looked at again, in a state of their own.
  const reference = (ends.findLast(({ step }) => !required.has(step)) ?? ends.at(-1))?.state;
  return reference === undefined ? undefined : readState(folder, reference);
}
