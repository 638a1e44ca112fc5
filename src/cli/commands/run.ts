import { resolve } from 'node:path';
import { startRun } from '../../engine/run.ts';
import { createPlan } from '../../plan/plan.ts';
import { UsageError } from '../../plan/usage-error.ts';
import { createDispatcher } from '../../report/dispatch.ts';
import { createJsonlReporter } from '../../report/jsonl.ts';
import type { Reporter } from '../../report/types.ts';
import { openRunbook } from '../open-runbook.ts';
import { readPlanOptions } from '../plan-options.ts';
import type { Command } from '../program.ts';
import { forwardSignals, readStateDir, readTimeout } from '../run-options.ts';
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

function createReports(reports: readonly string[]): Reporter[] {
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
