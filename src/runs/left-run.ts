import type { DeadEngine, LeftBackground } from '../engine/leftovers.ts';
import type { LeftRun } from '../engine/stop-past.ts';
import type { Runbook } from '../model/types.ts';
import { MASK } from '../store/mask.ts';
import { readState, type StoredState } from '../store/state-store.ts';
import type { PastRun } from './past-runs.ts';
import type { RunStory } from './run-story.ts';

/** Whether a run that nobody is at has left something to be ended. */
export function hasLeft({ story, holder }: PastRun): boolean {
  if (holder !== undefined || story.stop === 'done') return false;
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
  const { start, end, kept, underWayTicks } = story;
  const owed = new Set(owedCleanup(story));
  const state = lastState(run);
  return {
    id,
    root: folder,
    title: start.title,
    document: start.document,
    path: start.setup.path,
    workdir: start.workdir,
    background: runbook.steps.flatMap((step): LeftBackground[] => {
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
    }),
    ...(end === undefined ? { dead: describeDead(run, underWayTicks) } : {}),
    cleanup: start.steps.filter((step) => owed.has(step.id)),
    captures: capturesOf(story),
    ...(state === undefined ? {} : { state }),
  };
}

function describeDead({ id, folder }: PastRun, since: number | undefined): DeadEngine {
  return { id, root: folder, ...(since === undefined ? {} : { since }) };
}

/** The captures of the steps that passed; those that held a secret were never stored. */
function capturesOf({ ends }: RunStory): Map<string, string> {
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
  const reference = [...story.ends.values()].findLast(({ state }) => state !== undefined)?.state;
  return reference === undefined ? undefined : readState(folder, reference);
}
