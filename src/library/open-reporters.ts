import { UsageError } from '../plan/usage-error.ts';
import { nameReporter, refuseReporter } from '../report/own-reporter.ts';
import type { Reporter } from '../report/types.ts';
import type { ReportTarget } from './types.ts';

/**
 * The reporters of a run, in their order.
 *
 * @throws {@link UsageError} for what is none, and for a file that cannot be written.
 */
export async function openReporters(
  reporters: readonly (Reporter | ReportTarget)[],
  cwd: string,
): Promise<Reporter[]> {
  if (!Array.isArray(reporters)) throw new UsageError('`reporters` is a list: reporters: [one]');
  const opened: Reporter[] = [];
  const files: Reporter[] = [];
  try {
    for (const [index, one] of reporters.entries()) {
      const isTarget = typeof one === 'string';
      const reporter = isTarget ? await openReport(one, cwd) : nameOwn(one, `reporters[${index}]`);
      opened.push(reporter);
      if (isTarget) files.push(reporter);
    }
    return opened;
  } catch (error) {
    // Nothing of them is written yet.
    for (const file of files) await file.close?.();
    throw error;
  }
}

function nameOwn(reporter: Reporter, place: string): Reporter {
  const why = refuseReporter(reporter);
  if (why !== undefined) throw new UsageError(`${place} is no reporter: ${why}`);
  return nameReporter(reporter, place);
}

async function openReport(target: string, cwd: string): Promise<Reporter> {
  if (!/=./.test(target))
    throw new UsageError(`the report \`${target}\` needs a file: '${target.split('=')[0]}=FILE'`);
  const { createReports } = await import('../report/create-reports.ts');
  const [reporter] = await createReports([target], { write: () => {}, cwd });
  return reporter as Reporter;
}
