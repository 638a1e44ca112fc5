import { readChecklist } from '../model/checklist.ts';
import { formatDuration } from '../model/duration.ts';
import { expectsResponse } from '../model/expects-response.ts';
import type { Background, ExitRule, Ready, Step } from '../model/types.ts';
import type { Plan, PlannedStep } from '../plan/types.ts';
import { createMasker, type Masker } from '../store/mask.ts';
import { previewFile, resolveText } from './file-preview.ts';
import type { Paint } from './paint.ts';
import { countOf, cutLine, shortenPath, showControls } from './visible.ts';

/** What `run` would do, as lines: params, then every step with its commands and expectations. */
export function describePlan(plan: Plan, paint: Paint): string[] {
  const { runbook, paramViews, steps, cleanup } = plan;
  const left = runbook.steps.length - steps.length - cleanup.length;
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
    ...paramViews.map(({ name, value, source }) => `param    ${name} = ${value} (${source})`),
    ...steps.flatMap(describe),
    ...(cleanup.length === 0 ? [] : ['', describeCleanup(plan)]),
    ...cleanup.flatMap((planned, index) => describe(planned, steps.length + index)),
    ...describeChecklist(plan),
    '',
    `${countOf(steps.length + cleanup.length, 'step')}${left > 0 ? `, ${left} not selected` : ''}; nothing was executed`,
    // Files and attributes are shown with their values.
  ].map(masker.text);
}

function describeScenario({ runbook, scenario }: Plan): string[] {
  if (scenario === undefined) return [];
  const names = runbook.config.scenarios.map(({ name }) => name);
  return [`scenario ${scenario} (of ${names.join(', ')})`];
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
  const body =
    step.file === undefined ? showCode(step, plan, masker) : previewFile(step, plan, masker, paint);
  const facts = describeFacts(step, plan, interpreter?.program);
  return [
    head,
    ...body.map((line) => `     ${line}`),
    ...facts.map(([name, value]) => `   ${paint.dim(name.padEnd(9))} ${value}`),
  ];
}

/** Commands as they are written, a request as it is sent. */
function showCode(step: Step, plan: Plan, masker: Masker): string[] {
  const code = step.request === undefined ? step.code : resolveText(step.code, plan);
  // Before lines are cut: a part of a secret is not seen to be one.
  const lines = masker.text(code).replace(/\n$/, '').split('\n');
  return lines.map((line) => cutLine(showControls(line.replaceAll('\t', '    '))));
}

type Fact = readonly [name: string, value: string];

function describeFacts(step: Step, plan: Plan, program: string | undefined): Fact[] {
  const resolve = (text: string): string => resolveText(text, plan);
  const isUsual = step.file !== undefined || step.timeoutMs === plan.runbook.config.timeoutMs;
  const { repeat, background } = step;
  const optional: readonly (readonly [string, string | undefined])[] = [
    ['by', program],
    ['if', step.if],
    ['unless', step.unless],
    ['os', step.os?.join(', ')],
    ['stops', step.stops],
    ['cwd', step.cwd && resolve(step.cwd)],
    ['stdin', step.stdin && resolve(step.stdin)],
    [
      'env',
      Object.entries(step.env)
        .map(([name, value]) => `${name}=${resolve(value)}`)
        .join(' ') || undefined,
    ],
    ['ready', background && resolve(describeReadiness(background))],
    ['repeat', repeat && describeRepeat(repeat)],
    ['max', step.maxMs === undefined ? undefined : formatDuration(step.maxMs)],
    ['secret', step.secret ? 'what it prints, captures or writes is not shown' : undefined],
    ['capture', step.capture && `stdout as ${step.capture}`],
    ['timeout', isUsual ? undefined : formatDuration(step.timeoutMs)],
    ['expect', describeEnd(step)],
  ];
  return [
    ...optional.flatMap(([name, value]): Fact[] => (value === undefined ? [] : [[name, value]])),
    ...step.expectations.map(
      ({ fence, compiled }): Fact => ['expect', `${compiled.summary}, line ${fence.line}`],
    ),
    ...(step.keepGoing ? [['failure', 'is recorded, and the run goes on'] as const] : []),
  ];
}

/** How the step has to end, where nothing else says it. */
function describeEnd(step: Step): string | undefined {
  if (step.file !== undefined || step.background !== undefined) return undefined;
  if (step.request === undefined) return describeRule(step.exit);
  return expectsResponse(step) ? undefined : 'a status of 2xx';
}

function describeReadiness({ ready, withinMs }: Background): string {
  return `${ready.map(describeReady).join(' and ')}, within ${formatDuration(withinMs)}`;
}

function describeReady(ready: Ready): string {
  switch (ready.kind) {
    case 'http':
      return ready.url;
    case 'port':
      return `port ${ready.port}`;
    case 'log':
      return `log /${ready.pattern}/`;
    case 'file':
      return `file ${ready.path}`;
  }
}

function describeRepeat(repeat: NonNullable<Step['repeat']>): string {
  switch (repeat.kind) {
    case 'within': {
      const often = repeat.inARow === 1 ? '' : ` ${repeat.inARow} times in a row`;
      return `until it passes${often}, within ${formatDuration(repeat.withinMs)}, every ${formatDuration(repeat.everyMs)}`;
    }
    case 'stable':
      return `has to pass ${repeat.inARow} times in a row, ${formatDuration(repeat.everyMs)} apart`;
    case 'retry':
      return `at most ${repeat.retries} more, ${formatDuration(repeat.backoffMs)} apart`;
  }
}

function describeRule(rule: ExitRule): string {
  switch (rule.kind) {
    case 'codes':
      return `exit ${rule.codes.join(' or ')}`;
    case 'nonzero':
      return 'exit with another code than 0';
    case 'any':
      return 'exit with any code';
    case 'signal':
      return `ended by SIG${rule.signal.replace(/^SIG/, '')}`;
  }
}

function createPlanMasker({ params, runbook }: Plan): Masker {
  const secrets = params.filter((param) => param.secret).map((param) => param.value);
  return createMasker(secrets, runbook.config.mask);
}
