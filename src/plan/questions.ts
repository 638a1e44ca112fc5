import { isAside } from '../model/roles.ts';
import type { Step } from '../model/types.ts';
import { findNeeds } from './missing-captures.ts';
import { describeWays } from './params.ts';
import { findCaptures } from './references.ts';
import type { Plan } from './types.ts';
import { UsageError } from './usage-error.ts';

/** Something of a run that a person has to answer or to do. */
export type Question =
  | { readonly kind: 'manual' | 'tty'; readonly step: Step }
  | { readonly kind: 'confirm'; readonly step: Step; readonly question: string };

/** What flags say in place of a person. */
export interface FlagAnswers {
  /** `--yes`. */
  readonly yes: boolean;
  /** `--manual=done`. */
  readonly manualDone: boolean;
}

/** What decides which steps can come to run. */
export interface RunningOptions {
  readonly keep: boolean;
  readonly cleanup: boolean;
  readonly rollback?: boolean;
}

/** Steps of a plan that run, and cleanup unless it is suspended. */
export function runningSteps(
  plan: Plan,
  { keep, cleanup, rollback }: RunningOptions,
): readonly Step[] {
  const cleans = cleanup || (!keep && !plan.selected);
  const undoes = rollback === true ? plan.rollback : [];
  return [...plan.steps, ...undoes, ...(cleans ? plan.cleanup : [])].map(({ step }) => step);
}

/** What steps ask of a person, in their order. */
export function listQuestions(steps: readonly Step[]): Question[] {
  return steps.flatMap((step): Question[] => [
    ...(step.confirm === undefined
      ? []
      : [{ kind: 'confirm' as const, step, question: step.confirm }]),
    ...(step.role === 'manual' ? [{ kind: 'manual' as const, step }] : []),
    ...(step.tty ? [{ kind: 'tty' as const, step }] : []),
  ]);
}

/** Whether a flag has answered already. */
export function isAnswered({ kind }: Question, { yes, manualDone }: FlagAnswers): boolean {
  return (kind === 'confirm' && yes) || (kind === 'manual' && manualDone);
}

/** What the question is, in words. */
export function describeQuestion(question: Question): string {
  const id = `\`${question.step.id}\``;
  switch (question.kind) {
    case 'manual':
      return `${id} is a \`manual\` step, which a person does`;
    case 'tty':
      return `${id} is a \`tty\` step, which needs a person at a terminal`;
    case 'confirm':
      return `${id} asks before it runs: ${question.question}`;
  }
}

/**
 * Refuses a run that would have to ask, where nobody is there to be asked.
 *
 * @param suite whether the document is one of a suite, which asks nobody wherever it is
 * @throws {@link UsageError} with every question and the flag that answers it.
 */
export function refuseQuestions(plan: Plan, questions: readonly Question[], suite = false): void {
  const { file } = plan.runbook.document;
  const problems = [
    ...plan.missing.map((spec) => `${file}:${spec.line}: param \`${spec.name}\` needs a value`),
    ...questions.map(
      (question) => `${file}:${question.step.fence.line}: ${describeQuestion(question)}`,
    ),
  ];
  if (problems.length === 0) return;
  throw new UsageError(problems.join('\n'), [
    ...plan.missing.map(describeWays),
    ...describeAnswers(questions, suite),
  ]);
}

function describeAnswers(questions: readonly Question[], suite: boolean): string[] {
  const idsOf = (kind: Question['kind']): string[] => [
    ...new Set(questions.filter((one) => one.kind === kind).map(({ step }) => step.id)),
  ];
  const name = (ids: readonly string[]): string => ids.map((id) => `\`${id}\``).join(', ');
  const confirm = idsOf('confirm');
  const manual = idsOf('manual');
  return [
    ...(confirm.length === 0 ? [] : [`${name(confirm)}: --yes says that it is meant`]),
    ...(manual.length === 0
      ? []
      : [`${name(manual)}: --manual=done says that a person has done it`]),
    ...questions
      .filter(({ kind }) => kind === 'tty')
      .map(({ step }) => describeTerminal(step, suite)),
    suite
      ? 'or leave the document out of the suite, in its front matter: `runbook: {test: {skip: REASON}}`'
      : 'or run it on a terminal, without --yes and with no CI in the environment: there it asks',
  ];
}

/** Prerequisites and cleanup cannot be left out. */
function describeTerminal({ id, role }: Step, suite: boolean): string {
  if (suite) return `\`${id}\`: no flag answers; it takes a terminal`;
  const isFixed = role === 'require' || isAside(role);
  return `\`${id}\`: no flag answers; ${isFixed ? 'it takes a terminal' : `leave it out with --skip ${id}, or use a terminal`}`;
}

/**
 * Refuses `--manual=done` where a later step needs what a person would have pasted.
 *
 * @throws {@link UsageError} with every such step.
 */
export function checkManualCaptures(plan: Plan): void {
  const steps = [...plan.steps, ...plan.cleanup].map(({ step }) => step);
  const manual = steps.filter(({ role }) => role === 'manual');
  const lost = manual.flatMap((from) => findCaptures(from).map((name) => ({ name, from })));
  const problems = findNeeds(plan.runbook, steps, lost, plan.env).map(
    ({ step, name, from }) =>
      `step \`${step.id}\` needs \`${name}\`, which comes from what a person pastes for \`${from.id}\``,
  );
  if (problems.length > 0) {
    throw new UsageError(problems.join('\n'), ['run it on a terminal, without --manual=done']);
  }
}
