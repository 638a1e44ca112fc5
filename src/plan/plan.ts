import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Runbook, Step } from '../model/types.ts';
import { buildEnvironment, readEnvFile } from './env.ts';
import { listPrograms, planInterpreters, type SearchPlace } from './interpreters.ts';
import { checkCaptures } from './missing-captures.ts';
import { NOT_GIVEN, resolveParams, viewParams } from './params.ts';
import { readParamsFile } from './params-file.ts';
import { selectSteps } from './selection.ts';
import { findShell } from './shell.ts';
import type { Plan, PlannedStep, PlanOptions } from './types.ts';

/**
 * Decides everything that can be decided before a document runs: which steps in which order, what
 * runs them, the value of every param, the environment and the working directory. Nothing of the
 * document is executed and nothing is written.
 *
 * @throws {@link UsageError} for what was asked for, {@link DocumentError} (located) for blocks
 * that cannot run on this host.
 */
export async function createPlan(runbook: Runbook, options: PlanOptions): Promise<Plan> {
  const { cwd, host } = options;
  const envFile = options.envFile === undefined ? {} : await readEnvFile(options.envFile, cwd);
  const outer = { ...options.env, ...envFile };
  // What the caller has in its environment says nothing of another host, but for the params.
  const caller = host?.env ?? options.env;
  const path = runbook.config.env['PATH'] ?? envFile['PATH'] ?? caller['PATH'];
  const place = await describePlace(runbook, options, path);

  const { scenario, steps, diagnose, rollback, cleanup, selected } = selectSteps(
    runbook,
    options.selection,
  );
  const planned = planInterpreters(
    runbook,
    [...steps, ...diagnose, ...rollback, ...cleanup],
    place,
  );
  checkCaptures(runbook, steps, outer);
  const file =
    options.paramsFile === undefined ? null : await readParamsFile(options.paramsFile, cwd);
  const params = await resolveParams(runbook.config.params, {
    set: options.set,
    file,
    env: outer,
    ...(options.stored === undefined ? {} : { stored: options.stored }),
    ...(options.asked === undefined ? {} : { asked: options.asked }),
    ...(options.leaveMissing === undefined ? {} : { leaveMissing: options.leaveMissing }),
    ...(host === undefined ? {} : { findPorts: host.findFreePorts }),
  });

  const pick = (step: Step): PlannedStep => planned.get(step.id) ?? { step, interpreter: null };
  return {
    runbook,
    ...(scenario === undefined ? {} : { scenario }),
    request: {
      // By its name, also where it is the first: the order in the document may change.
      selection: { ...options.selection, ...(scenario === undefined ? {} : { scenario }) },
      ...(options.paramsFile === undefined ? {} : { paramsFile: options.paramsFile }),
      ...(options.envFile === undefined ? {} : { envFile: options.envFile }),
      cwd,
      ...(host === undefined ? {} : { target: host.name }),
      ...(host?.isFresh === true ? { fresh: true as const } : {}),
    },
    workdir: resolveWorkdir(options.workdir ?? runbook.config.workdir, {
      cwd: host?.cwd ?? cwd,
      home: host?.home ?? homedir(),
    }),
    params,
    paramViews: viewParams(params),
    missing: runbook.config.params.filter(
      (spec, index) => spec.required && params[index]?.source === NOT_GIVEN,
    ),
    steps: steps.map(pick),
    diagnose: diagnose.map(pick),
    rollback: rollback.map(pick),
    cleanup: cleanup.map(pick),
    selected,
    env: buildEnvironment({
      caller,
      envFile,
      document: runbook.config.env,
      params,
    }),
    shell: findShell(runbook.config.shell, place),
  };
}

/** Where programs are looked for; another host is asked for all that may be needed. */
async function describePlace(
  runbook: Runbook,
  { host, cwd }: PlanOptions,
  path: string | undefined,
): Promise<SearchPlace> {
  if (host === undefined) return { path, cwd };
  const names = [runbook.config.shell, ...listPrograms(runbook.steps)];
  const { user: name, isRoot } = host;
  const there = await host.findPrograms(names, path);
  return { path, cwd: host.cwd, there, user: { name, isRoot } };
}

function resolveWorkdir(
  workdir: string | undefined,
  { cwd, home }: { readonly cwd: string; readonly home: string },
): string {
  if (workdir === undefined) return cwd;
  // A shell would have replaced the tilde; left alone it becomes a folder of that name.
  if (workdir === '~' || workdir.startsWith('~/')) return join(home, workdir.slice(1));
  return resolve(cwd, workdir);
}
