import { forwardSignals } from '../../engine/forward-signals.ts';
import { startStop } from '../../engine/stop-past.ts';
import { UsageError } from '../../plan/usage-error.ts';
import { createReports } from '../../report/create-reports.ts';
import { createDispatcher } from '../../report/dispatch.ts';
import { createPlainReporter } from '../../report/plain.ts';
import { measureAscii } from '../../report/width.ts';
import { findRun } from '../../runs/find-run.ts';
import { describeLeft, hasLeft } from '../../runs/left-run.ts';
import { listRuns, type PastRun } from '../../runs/past-runs.ts';
import { startedHere } from '../../runs/started-here.ts';
import { VERSION } from '../../version.ts';
import { openPastDocument } from '../past-document.ts';
import { planAgain } from '../plan-again.ts';
import type { Command } from '../program.ts';
import { ReportFailures } from '../report-failures.ts';
import { locateRecords, readStateDir } from '../run-options.ts';
import { settleQuestions } from '../settle-questions.ts';
import { withTarget } from '../with-target.ts';

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
  const owed = new Set(left.cleanup.map(({ id }) => id));
  return withTarget(run.story.start.setup.target, async (parts) => {
    const settled =
      owed.size === 0
        ? undefined
        : await settleQuestions(
            {
              create: (asked) =>
                planAgain(runbook, run.story.start, flags, asked, true, parts.host),
              pending: ({ cleanup }) =>
                cleanup.map(({ step }) => step).filter(({ id }) => owed.has(id)),
            },
            flags,
            terminal,
          );
    const screen = createPlainReporter({
      write: terminal.write,
      paint: terminal.paint,
      verbosity: flags.quiet ? 'quiet' : flags.verbose ? 'verbose' : 'normal',
      widthOf: measureAscii,
    });
    const failures = new ReportFailures(terminal);
    const reporters = [...(await createReports(flags.report, terminal)), screen];
    const dispatcher = createDispatcher(reporters, (error) => failures.add(error));
    const stopping = startStop(left, settled?.plan, {
      version: VERSION,
      stateDir,
      locator: locateRecords(flags),
      keep: false,
      cleanup: true,
      keepGoing: true,
      live: false,
      ...parts,
      ...(settled === undefined ? {} : { operator: settled.operator }),
      emit: (event) => dispatcher.emit(event),
    });
    const release = forwardSignals(stopping);
    return failures.conclude(stopping.result, dispatcher, release, locateRecords(flags));
  });
};

/** What is under way has left nothing yet, but it is not nothing: it is named, where there is no other. */
function findLatest(stateDir: string): PastRun | undefined {
  const runs = listRuns(stateDir).runs.filter(startedHere);
  return runs.find(hasLeft) ?? runs.find(({ holder }) => holder !== undefined);
}

function refuse({ id }: PastRun, pid: number): UsageError {
  return new UsageError(`run ${id} is under way in process ${pid}`, [
    `to stop it, with its cleanup: kill -INT ${pid}`,
  ]);
}
