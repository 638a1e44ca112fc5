import { resolve } from 'node:path';
import { UsageError } from '../../plan/usage-error.ts';
import { createReports, openReport, type ReportsOptions } from '../../report/create-reports.ts';
import { createDispatcher } from '../../report/dispatch.ts';
import type { ReportSink } from '../../report/kinds/create-runs-reporter.ts';
import { REPORT_KINDS } from '../../report/kinds/registry.ts';
import { createPlainReporter } from '../../report/plain.ts';
import { readLogBelow } from '../../report/read-log.ts';
import { ReportFile } from '../../report/report-file.ts';
import type { Reporter } from '../../report/types.ts';
import { loadWidthOf } from '../../report/width.ts';
import type { Flags } from '../option-types.ts';
import type { Command } from '../program.ts';
import { ReportFailures } from '../report-failures.ts';
import { findSources, mergeJunitFiles, type ReportSource } from '../report-sources.ts';
import { locateRecords, readStateDir } from '../run-options.ts';
import type { Terminal } from '../terminal.ts';

/** `runbook report RUN…`, and `--merge FILE…`. */
export const reportCommand: Command = async ({ operands, flags }, terminal) => {
  const kind = readKind(flags);
  const merged = flags.merge ? mergeJunitFiles(operands) : undefined;
  if (merged !== undefined) {
    if (kind !== undefined && kind !== 'junit')
      throw new UsageError(`\`--${kind}\` cannot be made of JUnit files`, [
        'write jsonl reports in the shards: every other kind is made of them',
      ]);
    const sink = openSink(flags, 'junit', terminal);
    sink.write(merged);
    sink.close();
    return 0;
  }
  const sources = findSources(operands, flags);
  const options = {
    write: terminal.write,
    readLog: readLogBelow(
      ['runs', 'tests/runs'].map((folder) => resolve(readStateDir(flags), folder)),
    ),
  };
  const failures = new ReportFailures(terminal);
  const reporters = [
    ...(await createReports(flags.report, options)),
    await openMain(kind, sources, flags, terminal, options),
  ];
  const dispatcher = createDispatcher(reporters, (error) => failures.add(error));
  for (const { events, end } of sources) {
    for (const event of events) dispatcher.emit(event);
    if (kind === undefined) terminal.write(end);
  }
  await dispatcher.close();
  const [only] = operands;
  const again = flags.merge || operands.length > 1 ? undefined : `${only}${locateRecords(flags)}`;
  return failures.settle(0, again);
};

/** What is written in the first place: a kind that a switch names, or text for people. */
async function openMain(
  kind: string | undefined,
  sources: readonly ReportSource[],
  flags: Flags,
  terminal: Terminal,
  options: ReportsOptions,
): Promise<Reporter> {
  if (kind !== undefined) return openReport(kind, openSink(flags, kind, terminal), options);
  if (flags.out !== undefined)
    throw new UsageError('`--out` needs a kind of report: `--html --out FILE`');
  const steps = sources.flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'run-start' ? event.steps : [])),
  );
  return createPlainReporter({
    write: terminal.write,
    paint: terminal.paint,
    verbosity: flags.quiet ? 'quiet' : flags.verbose ? 'verbose' : 'normal',
    widthOf: await loadWidthOf(steps.flatMap(({ title, command = '' }) => [title, command])),
  });
}

function openSink({ out }: Flags, kind: string, terminal: Terminal): ReportSink {
  if (out === undefined) return { write: terminal.write, close: () => {} };
  return new ReportFile(resolve(out), kind);
}

function readKind(flags: Flags): string | undefined {
  const given = Object.keys(REPORT_KINDS).filter((kind) => flags[kind as keyof Flags] === true);
  if (given.length > 1)
    throw new UsageError(
      `one kind can be printed, not ${given.map((kind) => `--${kind}`).join(' ')}`,
      ['several at once: `--report html=FILE --report junit=FILE`'],
    );
  return given[0];
}
