import { resolve } from 'node:path';
import type { Runbook } from '../model/types.ts';
import type { HostView } from '../plan/host.ts';
import { createPlan } from '../plan/plan.ts';
import type { Plan, StoredParam } from '../plan/types.ts';
import { UsageError } from '../plan/usage-error.ts';
import type { RunStart } from '../runs/run-story.ts';
import { MASK } from '../store/mask.ts';
import type { Flags } from './option-types.ts';
import { readPlanOptions } from './plan-options.ts';

/**
 * Plans a run again as it was planned at its beginning. Values of params are those of then, unless
 * `--set` gives others; secrets were never stored and are read again.
 *
 * @param asked values that a person was asked for; what is still missing is listed in the plan
 * @param fixed whether the steps that are to run belong to what was done with the values of then
 * @throws {@link UsageError} for values that cannot be given any more.
 */
export async function planAgain(
  runbook: Runbook,
  start: RunStart,
  flags: Flags,
  asked: ReadonlyMap<string, string>,
  fixed = false,
  host?: HostView,
): Promise<Plan> {
  const { setup, workdir } = start;
  const { set, env } = readPlanOptions(flags);
  const stored = storedParams(runbook, start);
  const given = [...set.keys()].filter((name) => stored.has(name));
  if (fixed && given.length > 0) {
    throw new UsageError(
      `${given.map((name) => `\`${name}\``).join(', ')}: the value is the one that the run began with`,
      ['only secrets are given again'],
    );
  }
  for (const name of given) stored.delete(name);
  const isMissing = runbook.config.params.some(({ name }) => !stored.has(name));
  const paramsFile = flags.params ?? (isMissing ? setup.paramsFile : undefined);
  const envFile = flags['env-file'] ?? setup.envFile;
  // What is given now is meant from here, what was given then from there.
  const at = (path: string, now: string | undefined): string =>
    now === undefined ? resolve(setup.cwd, path) : resolve(path);
  return createPlan(runbook, {
    selection: setup.selection,
    set,
    stored,
    asked,
    leaveMissing: true,
    ...(paramsFile === undefined ? {} : { paramsFile: at(paramsFile, flags.params) }),
    ...(envFile === undefined ? {} : { envFile: at(envFile, flags['env-file']) }),
    workdir,
    ...(host === undefined ? {} : { host }),
    env,
    cwd: setup.cwd,
  });
}

function storedParams(runbook: Runbook, { params }: RunStart): Map<string, StoredParam> {
  const secret = new Set(
    runbook.config.params.filter((spec) => spec.secret).map(({ name }) => name),
  );
  return new Map(
    params
      .filter(({ name, value }) => !secret.has(name) && !value.includes(MASK))
      .map(({ name, value, source }) => [name, { value, source }]),
  );
}
