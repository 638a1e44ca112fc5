import { isAside } from '../model/roles.ts';
import { UsageError } from '../plan/usage-error.ts';
import { realPath } from '../store/real-path.ts';
import { findRun } from './find-run.ts';
import { listRuns, type PastRun } from './past-runs.ts';
import { isSettled } from './plan-resume.ts';
import { startedHere } from './started-here.ts';

/** Why a run cannot be resumed, as the end of a sentence; `undefined` when it can. */
export function whyNotResumable({ story, holder }: PastRun): string | undefined {
  if (holder !== undefined) return `it is under way in process ${holder.pid}`;
  if (story.start.setup.fresh === true) return 'its container was made for it and is gone';
  if (story.cleanup === 'ran') return 'its cleanup or a rollback has run, so its steps are undone';
  const open = story.start.steps.filter(({ id, role }) => !isAside(role) && !isSettled(story, id));
  if (story.end !== undefined && open.length === 0) return 'it has come to its end';
  return undefined;
}

/**
 * The run that is to go on: the one that is named, or else the last one of this folder, if it is
 * the last of its document and can.
 *
 * @throws {@link UsageError} that says why there is none.
 */
export function findResumable(stateDir: string, word: string | undefined): PastRun {
  if (word !== undefined) {
    const run = findRun(stateDir, word);
    const why = whyNotResumable(run);
    if (why === undefined) return run;
    throw new UsageError(`run ${run.id} cannot be resumed: ${why}`, [
      `to run the document from its beginning: runbook run ${run.story.start.document}`,
    ]);
  }
  const latest = latestOfEach(listRuns(stateDir).runs.filter(startedHere));
  const run = latest.find((one) => whyNotResumable(one) === undefined);
  if (run !== undefined) return run;
  const reasons = latest
    .slice(0, 3)
    .map((one) => `run ${one.id} of ${one.story.start.document}: ${whyNotResumable(one)}`);
  throw new UsageError(
    `there is nothing to resume in ${process.cwd()}`,
    reasons.length > 0
      ? reasons
      : ['no run of this folder is recorded; `runbook history` lists all'],
  );
}

/** Of the runs of each document in a folder, the newest; what came before it is history. */
function latestOfEach(runs: readonly PastRun[]): PastRun[] {
  const seen = new Set<string>();
  return runs.filter(({ story: { start } }) => {
    const key = [start.setup.path, start.workdir].map(realPath).join('\0');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
