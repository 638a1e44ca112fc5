import { resolve } from 'node:path';
import { checkRollback } from '../engine/check-rollback.ts';
import { createOperator } from '../engine/create-operator.ts';
import { EngineError } from '../engine/engine-error.ts';
import { startRun } from '../engine/run.ts';
import type { RunOptions as EngineOptions } from '../engine/types.ts';
import {
  checkManualCaptures,
  isAnswered,
  listQuestions,
  refuseQuestions,
  runningSteps,
} from '../plan/questions.ts';
import type { Plan as PlanModel } from '../plan/types.ts';
import { UsageError } from '../plan/usage-error.ts';
import { createDispatcher } from '../report/dispatch.ts';
import { FEWEST_FILES, FILES_HINT, readFileLimit } from '../session/open-files.ts';
import { asShellWord } from '../session/quote-for-shell.ts';
import { defaultStateDir } from '../store/default-state-dir.ts';
import { VERSION } from '../version.ts';
import type { EventQueue } from './event-queue.ts';
import type { Interrupts } from './interrupts.ts';
import { listen } from './listen.ts';
import { findPlan } from './models.ts';
import { openReporters } from './open-reporters.ts';
import { PLAN_OPTIONS, plan } from './plan.ts';
import { type KnownOptions, refuseUnknown } from './refuse-unknown.ts';
import { RunOutcome } from './run-outcome.ts';
import type { DocumentSource, Plan, PlanOptions, Runbook, RunOptions, RunResult } from './types.ts';

const RUN_OPTIONS: KnownOptions<RunOptions> = {
  yes: true,
  manual: true,
  keep: true,
  cleanup: true,
  keepGoing: true,
  rollback: true,
  requireChecklist: true,
  timeoutMs: true,
  stateDir: true,
  signal: true,
  handleSignals: true,
  live: true,
  reporters: true,
};

/** Plans what is not planned yet, runs it, and tells everybody. */
export async function conduct(
  what: Plan | DocumentSource | Runbook,
  options: RunOptions & PlanOptions,
  queue: EventQueue,
  interrupts: Interrupts,
): Promise<RunResult> {
  const release = listen(options, interrupts);
  try {
    const planned = await openPlan(what, options);
    checkFileLimit();
    const answers = { yes: options.yes === true, manualDone: options.manual === 'done' };
    settle(planned, options, answers);
    const outcome = new RunOutcome();
    const reporters = await openReporters(options.reporters ?? [], planned.request.cwd);
    const dispatcher = createDispatcher(reporters, (error) => outcome.addLost(error));
    const engine = startRun(planned, {
      ...readOptions(options),
      operator: createOperator(answers, undefined),
      pace: () => queue.pace(),
      emit: (event) => {
        if (event.type === 'run-end') interrupts.finish();
        outcome.take(event);
        queue.push(event);
        dispatcher.emit(event);
      },
    });
    interrupts.reach(engine);
    try {
      const result = await engine.result;
      await dispatcher.close();
      return await outcome.conclude(result);
    } catch (error) {
      await dispatcher.close();
      throw error;
    }
  } finally {
    interrupts.finish();
    release();
  }
}

async function openPlan(
  what: Plan | DocumentSource | Runbook,
  options: RunOptions & PlanOptions,
): Promise<PlanModel> {
  const made = findPlan(what);
  if (made !== undefined) {
    refuseUnknown<RunOptions>('run, of a plan,', options, RUN_OPTIONS);
    return made;
  }
  refuseUnknown('run', options, { ...RUN_OPTIONS, ...PLAN_OPTIONS });
  const wanted = Object.entries(options).filter(([name]) => Object.hasOwn(PLAN_OPTIONS, name));
  const view = await plan(what as DocumentSource | Runbook, Object.fromEntries(wanted));
  return findPlan(view) as PlanModel;
}

/** What `main.ts` of the program does: what comes later could end in the middle of a step. */
function checkFileLimit(): void {
  const limit = readFileLimit();
  if (limit >= FEWEST_FILES) return;
  const text = `only ${limit} files may be open at once, and ${FEWEST_FILES} are needed`;
  throw new EngineError('open-files', text, { hint: FILES_HINT });
}

/** Refuses what would have to be asked, and what cannot be. */
function settle(
  planned: PlanModel,
  { keep = false, cleanup = false, rollback = false, timeoutMs, manual }: RunOptions,
  answers: { readonly yes: boolean; readonly manualDone: boolean },
): void {
  if (timeoutMs !== undefined && !(timeoutMs > 0))
    throw new UsageError(`\`timeoutMs\` is a time in milliseconds, not ${timeoutMs}`);
  if (manual !== undefined && manual !== 'done')
    throw new UsageError(`\`manual\` is 'done', not '${manual}'`);
  if (answers.manualDone) checkManualCaptures(planned);
  const steps = runningSteps(planned, { keep, cleanup, rollback });
  const open = listQuestions(steps).filter((question) => !isAnswered(question, answers));
  refuseQuestions(planned, open);
  if (rollback) checkRollback(planned);
}

function readOptions(options: RunOptions): Omit<EngineOptions, 'emit'> {
  const { keep = false, cleanup = false, keepGoing = false, rollback = false } = options;
  const { requireChecklist = false, timeoutMs, live = false } = options;
  const stateDir = options.stateDir === undefined ? undefined : resolve(options.stateDir);
  return {
    version: VERSION,
    stateDir: stateDir ?? defaultStateDir(),
    locator: stateDir === undefined ? '' : ` --state-dir ${asShellWord(stateDir)}`,
    keep,
    cleanup,
    keepGoing,
    rollback,
    requireChecklist,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    live,
  };
}
