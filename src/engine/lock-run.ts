import { resolve } from 'node:path';
import type { Plan } from '../plan/types.ts';
import { UsageError } from '../plan/usage-error.ts';
import { type LockHolder, type RunLock, takeLock } from '../store/run-lock.ts';
import type { RunOptions } from './types.ts';

/** A document, as the user gave it and absolute, and where it runs. */
export interface LockSubject {
  readonly document: string;
  readonly path: string;
  readonly workdir: string;
}

/** The lock of a plan's document and working directory, see {@link lockDocument}. */
export function lockRun(plan: Plan, options: RunOptions): Promise<RunLock> {
  const { file } = plan.runbook.document;
  const path = resolve(plan.request.cwd, file);
  const { target } = plan.request;
  const workdir = placeOf(target, plan.workdir);
  return lockDocument({ document: file, path, workdir }, options.stateDir);
}

/** A working directory with the host that it is on. */
export function placeOf(target: string | undefined, workdir: string): string {
  return target === undefined ? workdir : `${target}:${workdir}`;
}

/**
 * Takes the lock of a document and a working directory.
 *
 * @throws {@link UsageError} that names the run which holds it.
 */
export async function lockDocument(subject: LockSubject, stateDir: string): Promise<RunLock> {
  const answer = await takeLock(stateDir, subject.path, subject.workdir);
  if (answer.ok) return answer.lock;
  throw refuse(subject, answer.holder);
}

function refuse({ document, workdir }: LockSubject, { run, pid, since }: LockHolder): UsageError {
  const name = run === undefined ? `process ${pid}` : `run ${run}, process ${pid},`;
  const time = since.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
  return new UsageError(`${document} is being run already in ${workdir}: ${name} since ${time}`, [
    `wait until it has ended, or stop it with its cleanup: kill -INT ${pid}`,
    'to run both at once, give this one a folder of its own: --workdir DIR',
  ]);
}
