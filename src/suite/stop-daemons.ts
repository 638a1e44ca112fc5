import { setTimeout as sleep } from 'node:timers/promises';
import { RUN_TAG } from '../engine/context.ts';
import {
  isStartedSince,
  listProcessesSince,
  type Moment,
  type ProcessEntry,
  readEnvironment,
} from '../session/process-table.ts';

const GRACE_MS = 2_000;
const POLL_MS = 20;

/**
 * Ends the daemons that a run has left on purpose. Outside of a suite they are the document's work; here
 * the folders that they work in are about to go.
 *
 * @param since when the run began: only what was started later is looked at
 */
export async function stopDaemons(run: string, since: Moment): Promise<void> {
  const tag = `${RUN_TAG}=${run}`;
  const find = (): ProcessEntry[] =>
    listProcessesSince(since.pid).filter(
      (entry) =>
        entry.pid !== process.pid &&
        isStartedSince(entry, since) &&
        readEnvironment(entry.pid).includes(tag),
    );
  let left = find();
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const { pid } of left) send(pid, signal);
    for (let waited = 0; left.length > 0 && waited < GRACE_MS; waited += POLL_MS) {
      await sleep(POLL_MS);
      left = find();
    }
    if (left.length === 0) return;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended in the meantime.
  }
}
