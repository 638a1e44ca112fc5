import { resolve } from 'node:path';
import { nearestName } from '../model/nearest.ts';
import { UsageError } from '../plan/usage-error.ts';
import { createRunsReporter, type ReportSink } from './kinds/create-runs-reporter.ts';
import { createJsonlReporter } from './kinds/jsonl.ts';
import { REPORT_KINDS } from './kinds/registry.ts';
import type { ReportSurroundings } from './kinds/types.ts';
import { ReportFile } from './report-file.ts';
import type { Reporter } from './types.ts';

/** What reports are written with. */
export interface ReportsOptions {
  /** Takes what goes to stdout. */
  readonly write: (text: string) => void;
  /** Absent: the logs of the runs are read where the events say that they are. */
  readonly readLog?: ReportSurroundings['readLog'];
  /** What paths are relative to; absent: where the program was started. */
  readonly cwd?: string;
}

/**
 * The reporters that `--report KIND=FILE` asks for. They take the events of any number of runs, those
 * of one after those of the other.
 *
 * @throws {@link UsageError} for a kind that there is not, and for a file that cannot be written.
 */
export function createReports(
  reports: readonly string[],
  options: ReportsOptions,
): Promise<Reporter[]> {
  return Promise.all(reports.map((report) => createReport(report, options)));
}

async function createReport(report: string, options: ReportsOptions): Promise<Reporter> {
  const [kind = '', ...rest] = report.split('=');
  const isOwn = /^\.{0,2}\//.test(kind);
  const needsFile = !isOwn && findKind(kind, report).toStdout === undefined;
  const cwd = options.cwd ?? process.cwd();
  const named = rest.join('=');
  if (named === '' && (needsFile || rest.length > 0))
    throw new UsageError(`\`--report ${kind}\` needs a file: \`--report ${kind}=FILE\``);
  const file = named === '' ? undefined : resolve(cwd, named);
  const sink = file === undefined ? undefined : new ReportFile(file, kind);
  if (!isOwn) return openReport(kind, sink ?? { write: options.write, close: () => {} }, options);
  const { loadReporter } = await import('./load-reporter.ts');
  return loadReporter({
    target: report,
    module: kind,
    cwd,
    sink: sink ?? holdText(options.write),
    ...(file === undefined ? {} : { file }),
  });
}

/** Writes at the end: until then the screen has the terminal. */
function holdText(write: (text: string) => void): ReportSink {
  const parts: string[] = [];
  return {
    write: (text) => void parts.push(text),
    close: () => {
      if (parts.length > 0) write(parts.splice(0).join(''));
    },
  };
}

/** A reporter of a kind that is there. */
export async function openReport(
  kind: string,
  sink: ReportSink,
  { readLog }: ReportsOptions,
): Promise<Reporter> {
  const load = findKind(kind, kind).load;
  if (load === undefined) return createJsonlReporter(sink);
  return createRunsReporter(await load(), sink, {
    env: process.env,
    readLog: readLog ?? (await import('./read-log.ts')).readLog,
  });
}

function findKind(kind: string, report: string): (typeof REPORT_KINDS)[string] {
  const entry = Object.hasOwn(REPORT_KINDS, kind) ? REPORT_KINDS[kind] : undefined;
  if (entry !== undefined) return entry;
  const names = Object.keys(REPORT_KINDS);
  const nearest = nearestName(kind, names);
  throw new UsageError(`--report ${report}: there is no report of the kind \`${kind}\``, [
    ...(nearest === undefined ? [] : [`did you mean \`${nearest}\`?`]),
    `the kinds are ${names.join(', ')}: write \`--report ${nearest ?? 'jsonl'}=FILE\``,
    ...(/\.[cm]?[jt]s$/.test(kind)
      ? [`a file with a reporter begins with \`./\`: \`--report ./${report}\``]
      : []),
  ]);
}
