import { UsageError } from '../plan/usage-error.ts';
import { nameReporter, refuseReporter } from '../report/own-reporter.ts';
import type { Reporter } from '../report/types.ts';
import type { ReportTarget } from './types.ts';

/**
 * The reporters of a run, in their order.
 *
 * @throws {@link UsageError} for what is none, and for a file that cannot be written.
 */
export function openReporters(
  reporters: readonly (Reporter | ReportTarget)[],
  cwd: string,
): Promise<Reporter[]> {
  if (!Array.isArray(reporters)) throw new UsageError('`reporters` is a list: reporters: [one]');
  return Promise.all(
    reporters.map((one, index) =>
      typeof one === 'string' ? openReport(one, cwd) : nameOwn(one, `reporters[${index}]`),
    ),
  );
}

function nameOwn(reporter: Reporter, place: string): Reporter {
  const why = refuseReporter(reporter);
  if (why !== undefined) throw new UsageError(`${place} is no reporter: ${why}`);
  return nameReporter(reporter, place);
}

async function openReport(target: string, cwd: string): Promise<Reporter> {
  if (!/=./.test(target))
    throw new UsageError(`the report \`${target}\` needs a file: '${target.split('=')[0]}=FILE'`);
  const { createReports } = await import('../cli/create-reports.ts');
  const [reporter] = await createReports([target], { write: () => {}, cwd });
  return reporter as Reporter;
}
