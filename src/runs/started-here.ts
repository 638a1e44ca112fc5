import { realPath } from '../store/real-path.ts';
import type { PastRun } from './past-runs.ts';

/** Whether a run was started from the current folder, or runs in it. */
export function startedHere({ story }: PastRun): boolean {
  const here = realPath(process.cwd());
  return [story.start.setup.cwd, story.start.workdir].some((path) => realPath(path) === here);
}
