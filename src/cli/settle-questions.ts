import { createOperator } from '../engine/create-operator.ts';
import type { Operator } from '../engine/operator.ts';
import type { PeopleDialogue } from '../engine/people-dialogue.ts';
import type { Step } from '../model/types.ts';
import {
  checkManualCaptures,
  type FlagAnswers,
  isAnswered,
  listQuestions,
  refuseQuestions,
} from '../plan/questions.ts';
import type { Plan } from '../plan/types.ts';
import { UsageError } from '../plan/usage-error.ts';
import type { Asker } from '../prompt/types.ts';
import type { Paint } from '../report/paint.ts';
import { isInteractive, isPlain, readWidth } from './interactive.ts';
import { InterruptedQuestion } from './interrupted-question.ts';
import type { Flags } from './option-types.ts';
import type { Terminal } from './terminal.ts';

/** A plan of which everything is known that has to be known before it runs. */
export interface SettledPlan {
  readonly plan: Plan;
  readonly operator: Operator;
  /** Whether a person will be asked while it runs. */
  readonly asks: boolean;
}

/** How a plan is made, and what of it is going to run. */
export interface PlanSource {
  /** Makes the plan; required params may be left without a value. */
  readonly create: (asked: ReadonlyMap<string, string>) => Promise<Plan>;
  /** The steps that will run, cleanup included. */
  readonly pending: (plan: Plan) => readonly Step[];
}

/**
 * Finds out what a run will have to ask. On a terminal the missing params are asked for at once;
 * elsewhere a run that has to ask more than flags answer is refused before anything runs.
 *
 * @throws {@link UsageError} with all the questions, and for a `--manual` that is not `done`.
 */
export async function settleQuestions(
  { create, pending }: PlanSource,
  flags: Flags,
  terminal: Terminal,
  step = false,
): Promise<SettledPlan> {
  const answers = readAnswers(flags);
  const interactive = isInteractive(flags);
  if (step && !interactive) refuseStepping(flags);
  let plan = await create(new Map());
  if (answers.manualDone) checkManualCaptures(plan);
  const open = listQuestions(pending(plan)).filter((one) => !isAnswered(one, answers));
  if (!interactive) {
    refuseQuestions(plan, open);
    return { plan, operator: createOperator(answers, undefined), asks: false };
  }
  if (plan.missing.length > 0) {
    const { askParams } = await import('../guided/ask-params.ts');
    const asked = await askParams(plan.missing, await createAsker(terminal.paint, flags));
    if (asked === null) throw new InterruptedQuestion();
    plan = await create(asked);
  }
  if (!step && open.length === 0)
    return { plan, operator: createOperator(answers, undefined), asks: false };
  const asker = await createAsker(terminal.paint, flags);
  const operator = createOperator(answers, await createDialogue(plan, terminal, asker, flags));
  if (!step) return { plan, operator, asks: true };
  return {
    plan,
    operator: { ...operator, ...(await createGuide(flags, terminal, asker)) },
    asks: true,
  };
}

/** The parts of an operator who goes through the run step by step. */
async function createGuide(
  flags: Flags,
  { write, paint }: Terminal,
  asker: Asker,
): Promise<Pick<Operator, 'steps' | 'checklist'>> {
  const [{ createStepDialogue }, { createChecklistDialogue }] = await Promise.all([
    import('../guided/step-dialogue.ts'),
    import('../guided/checklist-dialogue.ts'),
  ]);
  const view = { write, asker, paint, width: readWidth };
  return {
    steps: createStepDialogue({ ...view, plain: isPlain(flags) }),
    checklist: createChecklistDialogue(view),
  };
}

function refuseStepping({ yes }: Flags): never {
  throw new UsageError('a run goes step by step only where somebody can be asked', [
    yes
      ? '`--yes` says that nobody is to be asked: leave it out'
      : 'start it on a terminal, with stdin and stdout of its own and without `CI` set',
    '`runbook run` runs the same document without asking',
  ]);
}

async function createDialogue(
  plan: Plan,
  { write, paint }: Terminal,
  asker: Asker,
  flags: Flags,
): Promise<PeopleDialogue> {
  const [{ createPeopleDialogue }, { loadWidthOf }] = await Promise.all([
    import('../guided/people-dialogue.ts'),
    import('../report/width.ts'),
  ]);
  const { document } = plan.runbook;
  return createPeopleDialogue({
    write,
    paint,
    asker,
    width: readWidth,
    plain: isPlain(flags),
    ...(isPlain(flags) ? {} : { copy: (await import('../prompt/copy-text.ts')).copyText }),
    widthOf: await loadWidthOf([document.text.replaceAll(/\s/g, ' ')]),
    file: document.file,
  });
}

async function createAsker(paint: Paint, flags: Flags): Promise<Asker> {
  if (isPlain(flags)) {
    return (await import('../prompt/plain-asker.ts')).createPlainAsker();
  }
  return (await import('../prompt/rich-asker.ts')).createRichAsker(paint);
}

/** What flags say in place of a person. */
export function readAnswers({ yes, manual }: Flags): FlagAnswers {
  if (manual !== undefined && manual !== 'done') {
    throw new UsageError(`--manual ${manual}: is not \`done\``, [
      'write `--manual=done` to say that a person has done the `manual` steps',
    ]);
  }
  return { yes, manualDone: manual === 'done' };
}
