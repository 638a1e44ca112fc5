import type { StepView } from '../engine/events.ts';
import { viewStep } from '../engine/step-view.ts';
import { viewUnselected } from '../engine/view-document.ts';
import { createPlan } from '../plan/plan.ts';
import { describeQuestion, listQuestions } from '../plan/questions.ts';
import type { PlanOptions as ModelOptions, Plan as PlanModel, PlannedStep } from '../plan/types.ts';
import { UsageError } from '../plan/usage-error.ts';
import { keepPlan } from './models.ts';
import { openRunbook } from './parse.ts';
import { type KnownOptions, refuseUnknown } from './refuse-unknown.ts';
import type { DocumentSource, Plan, PlanOptions, PlanQuestion, Runbook } from './types.ts';

/** The options of `plan`. */
export const PLAN_OPTIONS: KnownOptions<PlanOptions> = {
  cwd: true,
  scenario: true,
  from: true,
  until: true,
  only: true,
  skip: true,
  params: true,
  paramsFile: true,
  envFile: true,
  env: true,
  workdir: true,
};

/**
 * Decides everything that can be decided before a document runs: which steps, in which order, with which
 * values and where. Nothing of it is executed, and nothing is written.
 *
 * A plan says what is missing for a run instead of refusing it: values of params, and answers of a person.
 *
 * @example
 * ```ts
 * const { steps, params } = await plan({ path: 'deployment.md' }, { params: { port: 8080 } });
 * ```
 * @throws {@link DocumentError} for what is wrong in the document, {@link UsageError} for options that do
 * not fit it; its text has the names of the command line.
 */
export async function plan(
  source: DocumentSource | Runbook,
  options: PlanOptions = {},
): Promise<Plan> {
  refuseUnknown('plan', options, PLAN_OPTIONS);
  const { view, model, cwd } = openRunbook(source, options);
  const planned = await createPlan(model, { ...readOptions(options), cwd, leaveMissing: true });
  return keepPlan(viewPlan(planned, view), planned);
}

function readOptions(options: PlanOptions): Omit<ModelOptions, 'cwd'> {
  const { scenario, from, until, only = [], skip = [], params = {}, env = {} } = options;
  const { paramsFile, envFile, workdir } = options;
  return {
    selection: {
      only: listWords(only, 'only'),
      skip: listWords(skip, 'skip'),
      ...(scenario === undefined ? {} : { scenario }),
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
    },
    set: new Map(Object.entries(params).map(([name, value]) => [name, String(value)])),
    ...(paramsFile === undefined ? {} : { paramsFile }),
    ...(envFile === undefined ? {} : { envFile }),
    ...(workdir === undefined ? {} : { workdir }),
    env: { ...process.env, ...env },
  };
}

/** A text would be taken for the list of its letters. */
function listWords(words: readonly string[], option: string): readonly string[] {
  if (Array.isArray(words)) return words;
  throw new UsageError(`\`${option}\` is a list: ${option}: ['${words}']`);
}

function viewPlan(planned: PlanModel, runbook: Runbook): Plan {
  const { scenario, workdir, paramViews, missing, steps, diagnose, rollback, cleanup } = planned;
  const view = (list: readonly PlannedStep[]): StepView[] => list.map(({ step }) => viewStep(step));
  const all = [...steps, ...diagnose, ...rollback, ...cleanup];
  return {
    runbook,
    ...(scenario === undefined ? {} : { scenario }),
    workdir,
    params: paramViews,
    missing: missing.map(({ name }) => name),
    questions: viewQuestions(planned),
    steps: view(steps),
    diagnose: view(diagnose),
    rollback: view(rollback),
    cleanup: view(cleanup),
    unselected: viewUnselected(planned.runbook, all).unselected ?? [],
  };
}

function viewQuestions({ steps, cleanup }: PlanModel): PlanQuestion[] {
  return listQuestions([...steps, ...cleanup].map(({ step }) => step)).map((question) => ({
    kind: question.kind,
    step: question.step.id,
    text: describeQuestion(question),
  }));
}
