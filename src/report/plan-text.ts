import type { ParamView } from '../engine/run-setup.ts';
import { readChecklist } from '../model/checklist.ts';
import { describeWays } from '../plan/params.ts';
import type { Plan, PlannedStep } from '../plan/types.ts';
import { createMasker, type Masker } from '../store/mask.ts';
import { previewFile, resolveText } from './file-preview.ts';
import type { Paint } from './paint.ts';
import { describeFacts, showCode } from './step-facts.ts';
import { countOf, shortenPath } from './visible.ts';

/** What `run` would do, as lines: params, then every step with its commands and expectations. */
export function describePlan(plan: Plan, paint: Paint): string[] {
  const { runbook, paramViews, steps, cleanup, diagnose, rollback } = plan;
  const masker = createPlanMasker(plan);
  const describe = (planned: PlannedStep, index: number): string[] => [
    '',
    ...describeStep(planned, index + 1, plan, masker, paint),
  ];
  return [
    `${paint.bold(runbook.title)}  ${paint.dim(runbook.document.file)}`,
    ...describeScenario(plan),
    `workdir  ${shortenPath(plan.workdir)}`,
    `shell    ${plan.shell}`,
    ...paramViews.map((param) => describeParam(param, plan)),
    ...steps.flatMap(describe),
    ...(cleanup.length === 0 ? [] : ['', describeCleanup(plan)]),
    ...cleanup.flatMap((planned, index) => describe(planned, steps.length + index)),
    ...(diagnose.length === 0 ? [] : ['', DIAGNOSIS]),
    ...diagnose.flatMap((planned, index) =>
      describe(planned, steps.length + cleanup.length + index),
    ),
    ...(rollback.length === 0 ? [] : ['', ROLLBACK]),
    ...rollback.flatMap((planned, index) =>
      describe(planned, steps.length + cleanup.length + diagnose.length + index),
    ),
    ...describeChecklist(plan),
    ...describeMissing(plan),
    '',
    describeCount(plan),
    // Files and attributes are shown with their values.
  ].map(masker.text);
}

const DIAGNOSIS = 'Diagnosis, after a failure that points at its section:';
const ROLLBACK = 'Rollback, after a failure, with --rollback:';

function describeCount({ runbook, steps, cleanup, diagnose, rollback }: Plan): string {
  const own = steps.length + cleanup.length;
  const aside = diagnose.length + rollback.length;
  const left = runbook.steps.length - own - aside;
  const parts = [
    countOf(own, 'step'),
    ...(aside > 0 ? [`${aside} only after a failure`] : []),
    ...(left > 0 ? [`${left} not selected`] : []),
  ];
  return `${parts.join(', ')}; nothing was executed`;
}

function describeScenario({ runbook, scenario }: Plan): string[] {
  if (scenario === undefined) return [];
  const names = runbook.config.scenarios.map(({ name }) => name);
  return [`scenario ${scenario} (of ${names.join(', ')})`];
}

function describeParam({ name, value, source }: ParamView, { missing }: Plan): string {
  const isMissing = missing.some((spec) => spec.name === name);
  return isMissing
    ? `param    ${name} = <${name}> (asked for)`
    : `param    ${name} = ${value} (${source})`;
}

/** Params that have no value yet, with the ways to give it where nobody can be asked. */
function describeMissing({ missing }: Plan): string[] {
  if (missing.length === 0) return [];
  return [
    '',
    `Asked for on a terminal, needed elsewhere: ${countOf(missing.length, 'param')}`,
    ...missing.map((spec) => `  ${describeWays(spec)}`),
  ];
}

/** How much of the checklist a run can verify. */
function describeChecklist({ runbook, scenario }: Plan): string[] {
  const items = readChecklist(runbook, scenario);
  if (items.length === 0) return [];
  const linked = items.filter(({ targets }) => targets.length > 0).length;
  const parts = [
    ...(linked > 0 ? [`${countOf(linked, 'item')} for the run`] : []),
    ...(linked < items.length ? [`${items.length - linked} for a person`] : []),
  ];
  return ['', `Checklist: ${parts.join(', ')}`];
}

function describeCleanup(plan: Plan): string {
  return plan.selected
    ? 'Cleanup is suspended by the selection (--cleanup runs it):'
    : 'Cleanup, whatever happened before:';
}

function describeStep(
  { step, interpreter }: PlannedStep,
  number: number,
  plan: Plan,
  masker: Masker,
  paint: Paint,
): string[] {
  const place = `${plan.runbook.document.file}:${step.fence.line}`;
  const title = step.title === step.id ? '' : `  ${step.title}`;
  const head = `${number}. ${paint.bold(step.id)}  ${step.role}${title}  ${paint.dim(place)}`;
  const resolve = (text: string): string => resolveText(text, plan);
  const context = { resolve, timeoutMs: plan.runbook.config.timeoutMs };
  const body =
    step.file === undefined
      ? showCode(step, context, masker)
      : previewFile(step, { resolve, cwd: plan.workdir }, masker, paint);
  const facts = describeFacts(step, context, interpreter?.program);
  return [
    head,
    ...body.map((line) => `     ${line}`),
    ...facts.map(([name, value]) => `   ${paint.dim(name.padEnd(9))} ${value}`),
  ];
}

function createPlanMasker({ params, runbook }: Plan): Masker {
  const secrets = params.filter((param) => param.secret).map((param) => param.value);
  return createMasker(secrets, runbook.config.mask);
}
