import { resolve } from 'node:path';
import { UsageError } from '../plan/usage-error.ts';
import { createJsonlReporter } from '../report/jsonl.ts';
import type { Reporter } from '../report/types.ts';

/**
 * The reporters that `--report KIND=FILE` asks for.
 *
 * @throws {@link UsageError} for a kind that there is not, and for a file that cannot be written.
 */
export function createReports(reports: readonly string[]): Reporter[] {
  return reports.map((report) => {
    const [kind = '', ...rest] = report.split('=');
    const file = rest.join('=');
    if (kind !== 'jsonl') {
      const later = ['junit', 'tap', 'markdown', 'html', 'github'].includes(kind);
      throw new UsageError(
        later
          ? `\`--report ${kind}\` is not yet available in this version`
          : `--report ${report}: there is no report of the kind \`${kind}\``,
        ['write `--report jsonl=FILE`'],
      );
    }
    if (file === '') throw new UsageError('`--report jsonl` needs a file: `--report jsonl=FILE`');
    return createJsonlReporter(resolve(file));
  });
}
