import { createDispatcher } from '../../report/dispatch.ts';
import { createPlainReporter } from '../../report/plain.ts';
import { loadWidthOf } from '../../report/width.ts';
import { findRun } from '../../runs/find-run.ts';
import { describeOutcome } from '../../runs/outcome.ts';
import type { PastRun } from '../../runs/past-runs.ts';
import { readJournal } from '../../runs/read-journal.ts';
import { createReports } from '../create-reports.ts';
import type { Command } from '../program.ts';
import { ReportFailures } from '../report-failures.ts';
import { locateRecords, readStateDir } from '../run-options.ts';

/** `runbook report RUN`. */
export const reportCommand: Command = async ({ operands, flags }, terminal) => {
  const run = findRun(readStateDir(flags), operands[0] ?? '');
  const { steps } = run.story.start;
  const widthOf = await loadWidthOf(steps.flatMap(({ title, command = '' }) => [title, command]));
  const screen = createPlainReporter({
    write: terminal.write,
    paint: terminal.paint,
    verbosity: flags.quiet ? 'quiet' : flags.verbose ? 'verbose' : 'normal',
    widthOf,
  });
  const failures = new ReportFailures(terminal);
  const reporters = [...createReports(flags.report), screen];
  const dispatcher = createDispatcher(reporters, (error) => failures.add(error));
  for (const event of readJournal(run.folder)) dispatcher.emit(event);
  await dispatcher.close();
  terminal.write(describeOpenEnd(run));
  return failures.settle(0, `${run.story.start.run}${locateRecords(flags)}`);
};

/** What the events do not say: that there is no end. */
function describeOpenEnd(run: PastRun): string {
  const { word, step } = describeOutcome(run);
  const at = step === undefined ? '' : ` while \`${step}\` was under way`;
  if (word === 'running') return `the run goes on in process ${run.holder?.pid}\n`;
  return word === 'unfinished' ? `unfinished: the engine died${at}\n` : '';
}
