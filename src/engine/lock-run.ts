import { resolve } from 'node:path';
import type { Plan } from '../plan/types.ts';
import { UsageError } from '../plan/usage-error.ts';
import { type LockHolder, type RunLock, takeLock } from '../store/run-lock.ts';
import type { RunOptions } from './types.ts';

/**
 * Takes the lock of a plan's document and working directory.
 *
 * @throws {@link UsageError} that names the run which holds it.
 */
export async function lockRun(plan: Plan, options: RunOptions): Promise<RunLock> {
  const { file } = plan.runbook.document;
  const path = resolve(plan.request.cwd, file);
  const answer = await takeLock(options.stateDir, path, plan.workdir);
  if (answer.ok) return answer.lock;
  throw refuse(file, plan.workdir, answer.holder);
}

function refuse(file: string, workdir: string, { run, pid, since }: LockHolder): UsageError {
  const name = run === undefined ? `process ${pid}` : `run ${run}, process ${pid},`;
  return new UsageError(
    `${file} is being run already in ${workdir}: ${name} since ${since.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}`,
    [
      `wait until it has ended, or stop it with its cleanup: kill -INT ${pid}`,
      'to run both at once, give this one a folder of its own: --workdir DIR',
    ],
  );
}
