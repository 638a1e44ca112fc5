import { forwardSignals } from '../engine/forward-signals.ts';
import { startRun } from '../engine/run.ts';
import type { RunOptions } from '../engine/types.ts';
import type { Plan } from '../plan/types.ts';
import { createReports } from '../report/create-reports.ts';
import { createDispatcher } from '../report/dispatch.ts';
import { holdEvents } from '../report/hold-events.ts';
import { VERSION } from '../version.ts';
import { isPlain } from './interactive.ts';
import type { Flags } from './option-types.ts';
import { ReportFailures } from './report-failures.ts';
import { locateRecords, readStateDir, readTimeout } from './run-options.ts';
import { createGuidedScreen, createScreen, isLive } from './screen.ts';
import type { SettledPlan } from './settle-questions.ts';
import type { Terminal } from './terminal.ts';

/** What one command does otherwise than another. */
export type PlanRun = Pick<
  RunOptions,
  'keep' | 'cleanup' | 'keepGoing' | 'requireChecklist' | 'rollback'
> &
  Partial<Pick<RunOptions, 'resumption' | 'typed' | 'target' | 'host'>>;

/** Runs a plan with the screen and the reports that were asked for. Resolves with the exit code. */
export async function runPlan(
  { plan, operator, asks }: SettledPlan,
  options: PlanRun,
  flags: Flags,
  terminal: Terminal,
): Promise<number> {
  const timeoutMs = readTimeout(flags.timeout);
  // The tree is drawn anew all the time, over whatever is asked.
  const live = isLive(flags) && !asks;
  const guided = operator.steps !== undefined;
  const screen = guided
    ? await createGuidedScreen(flags, terminal, plan)
    : await createScreen(flags, terminal, live, plan);
  const reporters = [
    ...(await createReports(flags.report, terminal)),
    holdEvents(screen, findLent(plan)),
  ];
  const failures = new ReportFailures(terminal);
  const dispatcher = createDispatcher(reporters, (error) => failures.add(error));
  const run = startRun(plan, {
    ...options,
    version: VERSION,
    stateDir: readStateDir(flags),
    locator: locateRecords(flags),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    live: live || (guided && !isPlain(flags)),
    operator,
    emit: (event) => dispatcher.emit(event),
  });
  const release = forwardSignals(run);
  return failures.conclude(run.result, dispatcher, release, locateRecords(flags));
}

/** The steps that have the terminal while they run. */
function findLent({ runbook }: Plan): ReadonlySet<string> {
  return new Set(runbook.steps.filter(({ tty }) => tty).map(({ id }) => id));
}
