import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { startRun } from '../../engine/run.ts';
import type { InterruptSignal, Run } from '../../engine/types.ts';
import { parseDuration } from '../../model/duration.ts';
import { createPlan } from '../../plan/plan.ts';
import type { Plan } from '../../plan/types.ts';
import { UsageError } from '../../plan/usage-error.ts';
import { createDispatcher } from '../../report/dispatch.ts';
import { createJsonlReporter } from '../../report/jsonl.ts';
import type { Reporter } from '../../report/types.ts';
import { openRunbook } from '../open-runbook.ts';
import type { Flags } from '../options.ts';
import { readPlanOptions } from '../plan-options.ts';
import type { Command } from '../program.ts';
import type { Terminal } from '../terminal.ts';
import { VERSION } from '../version.ts';

const SIGNALS: readonly InterruptSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

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

function forwardSignals(run: Run): () => void {
  const handlers = SIGNALS.map((signal) => {
    const handler = (): void => run.interrupt(signal);
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => {
    for (const release of handlers) release();
  };
}

/** Below this width the tree shows nothing; terminals that do not know their size say 0. */
const NARROWEST = 40;

/** Whether the tree is shown: a person watches, and wants to see more than the result. */
function isLive(flags: Flags): boolean {
  const { isTTY, columns } = process.stdout;
  const { CI, TERM } = process.env;
  return isTTY === true && columns >= NARROWEST && !CI && TERM !== 'dumb' && !flags.quiet;
}

async function createScreen(
  flags: Flags,
  terminal: Terminal,
  live: boolean,
  plan: Plan,
): Promise<Reporter> {
  const { loadWidthOf } = await import('../../report/width.ts');
  const texts = [...plan.steps, ...plan.cleanup].flatMap(({ step }) => [
    step.title,
    step.code,
    ...step.expectations.map(({ fence }) => fence.body),
  ]);
  const widthOf = await loadWidthOf(texts.map((text) => text.replaceAll(/\s/g, ' ')));
  const options = {
    write: terminal.write,
    paint: terminal.paint,
    verbosity: flags.quiet ? 'quiet' : flags.verbose ? 'verbose' : 'normal',
    widthOf,
  } as const;
  return live
    ? (await import('../../report/tty.ts')).createTtyReporter(options)
    : (await import('../../report/plain.ts')).createPlainReporter(options);
}

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

function readTimeout(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  if (ms === undefined || ms <= 0) {
    throw new UsageError(`--timeout ${text}: is no duration such as \`90s\` or \`10m\``);
  }
  return ms;
}

function readStateDir(flags: Flags): string {
  const given = flags['state-dir'];
  if (given !== undefined) return resolve(given);
  // The XDG rules: a relative path is as good as none.
  const base = process.env['XDG_STATE_HOME'];
  const root = base?.startsWith('/') ? base : join(homedir(), '.local', 'state');
  return join(root, 'runbook');
}
