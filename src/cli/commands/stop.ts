import { startStop } from '../../engine/stop-past.ts';
import { UsageError } from '../../plan/usage-error.ts';
import { createDispatcher } from '../../report/dispatch.ts';
import { createPlainReporter } from '../../report/plain.ts';
import { measureAscii } from '../../report/width.ts';
import { findRun } from '../../runs/find-run.ts';
import { describeLeft, hasLeft } from '../../runs/left-run.ts';
import { listRuns, type PastRun } from '../../runs/past-runs.ts';
import { startedHere } from '../../runs/started-here.ts';
import { createReports } from '../create-reports.ts';
import { openPastDocument } from '../past-document.ts';
import { planAgain } from '../plan-again.ts';
import type { Command } from '../program.ts';
import { forwardSignals, locateRecords, readStateDir } from '../run-options.ts';
import { VERSION } from '../version.ts';

/** `runbook stop [RUN]`. */
export const stopCommand: Command = async ({ operands, flags }, terminal) => {
  const stateDir = readStateDir(flags);
  const [word] = operands;
  const run = word === undefined ? findLatest(stateDir) : findRun(stateDir, word);
  if (run?.holder !== undefined) throw refuse(run, run.holder.pid);
  if (run === undefined || !hasLeft(run)) {
    const why = run
      ? `run ${run.id} has left nothing`
      : `no run of ${process.cwd()} has left anything`;
    terminal.write(`nothing to stop: ${why}\n`);
    return 0;
  }
  const runbook = openPastDocument(run);
  const left = describeLeft(run, runbook);
  const plan =
    left.cleanup.length === 0 ? undefined : await planAgain(runbook, run.story.start, flags, true);
  const screen = createPlainReporter({
    write: terminal.write,
    paint: terminal.paint,
    verbosity: flags.quiet ? 'quiet' : flags.verbose ? 'verbose' : 'normal',
    widthOf: measureAscii,
  });
  const dispatcher = createDispatcher([...createReports(flags.report), screen], (error) => {
    terminal.complain(`a reporter failed: ${error instanceof Error ? error.message : error}\n`);
  });
  const stopping = startStop(left, plan, {
    version: VERSION,
    stateDir,
    locator: locateRecords(flags),
    keep: false,
    cleanup: true,
    keepGoing: true,
    live: false,
    emit: (event) => dispatcher.emit(event),
  });
  const release = forwardSignals(stopping);
  try {
    return (await stopping.result).exitCode;
  } finally {
    release();
    await dispatcher.close();
  }
};

function findLatest(stateDir: string): PastRun | undefined {
  return listRuns(stateDir).runs.find((run) => startedHere(run) && hasLeft(run));
}

function refuse({ id }: PastRun, pid: number): UsageError {
  return new UsageError(`run ${id} is under way in process ${pid}`, [
    `to stop it, with its cleanup: kill -INT ${pid}`,
  ]);
}
