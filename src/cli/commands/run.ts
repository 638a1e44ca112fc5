import { startRun } from '../../engine/run.ts';
import { createPlan } from '../../plan/plan.ts';
import { createDispatcher } from '../../report/dispatch.ts';
import { createReports } from '../create-reports.ts';
import { openRunbook } from '../open-runbook.ts';
import { readPlanOptions } from '../plan-options.ts';
import type { Command } from '../program.ts';
import { forwardSignals, locateRecords, readStateDir, readTimeout } from '../run-options.ts';
import { createScreen, isLive } from '../screen.ts';
import { VERSION } from '../version.ts';

/** `runbook run DOC`. */
export const runCommand: Command = async ({ operands, flags }, terminal) => {
  const timeoutMs = readTimeout(flags.timeout);
  const runbook = await openRunbook(operands[0] ?? '');
  const plan = await createPlan(runbook, readPlanOptions(flags));
  const live = isLive(flags);
  const reporters = [
    ...createReports(flags.report),
    await createScreen(flags, terminal, live, plan),
  ];
  const dispatcher = createDispatcher(reporters, (error) => {
    terminal.complain(`a reporter failed: ${error instanceof Error ? error.message : error}\n`);
  });
  const run = startRun(plan, {
    version: VERSION,
    stateDir: readStateDir(flags),
    locator: locateRecords(flags),
    keep: flags.keep,
    cleanup: flags.cleanup,
    keepGoing: flags['keep-going'],
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    live,
    emit: (event) => dispatcher.emit(event),
  });
  const release = forwardSignals(run);
  try {
    return (await run.result).exitCode;
  } finally {
    release();
    await dispatcher.close();
  }
};
