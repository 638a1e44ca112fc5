import type { Runbook } from '../model/types.ts';
import { createPlan } from '../plan/plan.ts';
import {
  checkManualCaptures,
  isAnswered,
  listQuestions,
  refuseQuestions,
} from '../plan/questions.ts';
import type { Plan } from '../plan/types.ts';
import { placeWorkdir, type Sandbox, sandboxEnvironment } from './sandbox.ts';
import type { SuiteOptions } from './types.ts';

/** What of a suite's options decides what runs of a document. */
export type PlanningOptions = Pick<SuiteOptions, 'env' | 'cwd' | 'envFile' | 'set' | 'answers'> & {
  /** Id of the last step that is wanted; absent: all are. */
  readonly until?: string;
};

/**
 * Plans a document for a sandbox, with what its front matter says for the suite.
 *
 * @throws {@link UsageError}, {@link DocumentError} as `run` does, also for questions that nobody answers.
 */
export async function planDocument(
  runbook: Runbook,
  sandbox: Sandbox,
  { env, cwd, envFile, set, answers, until }: PlanningOptions,
): Promise<Plan> {
  const { config } = runbook;
  const extra = config.test.env ?? {};
  const names = new Set(config.params.map(({ name }) => name));
  const plan = await createPlan(
    { ...runbook, config: { ...config, env: { ...config.env, ...extra } } },
    {
      selection: { only: [], skip: [], ...(until === undefined ? {} : { until }) },
      set: new Map([...set].filter(([name]) => names.has(name))),
      ...(envFile === undefined ? {} : { envFile }),
      workdir: placeWorkdir(config.workdir, sandbox),
      // Also where params are looked for.
      env: { ...sandboxEnvironment(env, sandbox), ...extra },
      cwd,
    },
  );
  if (answers.manualDone) checkManualCaptures(plan);
  const steps = [...plan.steps, ...plan.cleanup].map(({ step }) => step);
  refuseQuestions(
    plan,
    listQuestions(steps).filter((question) => !isAnswered(question, answers)),
    true,
  );
  return plan;
}
