import type { MarkdownDocument } from '../../document/types.ts';
import { forwardSignals } from '../../engine/forward-signals.ts';
import { startRun } from '../../engine/run.ts';
import type { Runbook } from '../../model/types.ts';
import { createPlan } from '../../plan/plan.ts';
import { runningSteps } from '../../plan/questions.ts';
import { readDocument } from '../../plan/read-document.ts';
import { UsageError } from '../../plan/usage-error.ts';
import { createDispatcher } from '../../report/dispatch.ts';
import { finishUpdate, type UpdateMode } from '../../update/finish-update.ts';
import { Updater } from '../../update/updater.ts';
import { VERSION } from '../../version.ts';
import { openRunbook } from '../open-runbook.ts';
import type { Flags } from '../option-types.ts';
import { readPlanOptions } from '../plan-options.ts';
import type { Command } from '../program.ts';
import { locateRecords, readStateDir, readTimeout } from '../run-options.ts';
import { createScreen, isLive } from '../screen.ts';
import { settleQuestions } from '../settle-questions.ts';
import type { Terminal } from '../terminal.ts';

const MAX_RUNS = 100;
const FIRST_SIGNAL_CODE = 129;
const NOTHING_EXECUTED = 3;

/** `runbook update DOC`. */
export const updateCommand: Command = async ({ operands, flags }, terminal) => {
  const mode = chooseMode(flags);
  const runs = readRuns(flags.stabilize);
  const runbook = await openRunbook(operands[0] ?? '');
  const before = readBefore(runbook.document);
  const updater = new Updater(runbook, {
    add: flags.add,
    acceptExit: flags['accept-exit'],
    runs,
  });
  // What was asked for once is not asked for again in the next run.
  const asked = new Map<string, string>();
  let exitCode = 0;
  for (let run = 1; run <= runs && exitCode === 0; run++) {
    updater.begin();
    exitCode = await runOnce(runbook, updater, flags, terminal, mode, asked);
  }
  if (exitCode >= FIRST_SIGNAL_CODE) {
    terminal.complain('interrupted: nothing was written\n');
    return exitCode;
  }
  if (exitCode === NOTHING_EXECUTED) return exitCode;
  await updater.finish();
  const found = await finishUpdate(runbook.document, updater, mode, {
    terminal,
    before,
    hasFailed: exitCode !== 0,
    read: readDocument,
    isTerminal: process.stdout.isTTY === true,
    cwd: process.cwd(),
  });
  return found === 0 ? exitCode : found;
};

/** The file with its byte-order mark, which a document does not have. */
function readBefore({ file, text }: MarkdownDocument): string {
  const before = readDocument(file);
  if (before.replace(/^\uFEFF/, '') === text) return before;
  throw new UsageError(`${file}: was changed while it was read`, ['try again']);
}

/** What is done with the changes; a person is asked only where there is one. */
function chooseMode(flags: Flags): UpdateMode {
  const asked = [
    ['--yes', flags.yes],
    ['--check', flags['only-check']],
    ['--stdout', flags.stdout],
  ].flatMap(([name, given]) => (given === true ? [`\`${name}\``] : []));
  if (asked.length > 1) throw new UsageError(`${asked.join(' and ')}: give one of them`);
  if (flags.stdout) return 'print';
  if (flags.yes) return 'write';
  if (flags['only-check']) return 'check';
  const isPerson = process.stdin.isTTY && process.stdout.isTTY && !process.env['CI'];
  return isPerson ? 'ask' : 'show';
}

function readRuns(text: string | undefined): number {
  if (text === undefined) return 1;
  const runs = /^\d+$/.test(text) ? Number(text) : 0;
  if (runs >= 2 && runs <= MAX_RUNS) return runs;
  throw new UsageError(`--stabilize ${text}: is no number of runs from 2 to ${MAX_RUNS}`);
}

async function runOnce(
  runbook: Runbook,
  updater: Updater,
  flags: Flags,
  terminal: Terminal,
  mode: UpdateMode,
  asked: Map<string, string>,
): Promise<number> {
  const timeoutMs = readTimeout(flags.timeout);
  const options = readPlanOptions(flags);
  const { plan, operator, asks } = await settleQuestions(
    {
      create: (answers) =>
        createPlan(runbook, {
          ...options,
          asked: new Map([...asked, ...answers]),
          leaveMissing: true,
        }),
      pending: (made) => runningSteps(made, { keep: false, cleanup: flags.cleanup }),
    },
    flags,
    terminal,
  );
  for (const { name, value, source } of plan.params) if (source === 'asked') asked.set(name, value);
  // What is printed on stdout may be taken by another program: the patch, or the document.
  const aside = mode === 'print' || process.stdout.isTTY !== true;
  const live = !aside && !asks && isLive(flags);
  const { write, paint } = aside
    ? { write: terminal.complain, paint: terminal.errorPaint }
    : terminal;
  const reporter = await createScreen(flags, { write, paint }, live, plan);
  const dispatcher = createDispatcher([reporter], (error) => {
    terminal.complain(`a reporter failed: ${error instanceof Error ? error.message : error}\n`);
  });
  const run = startRun(plan, {
    version: VERSION,
    stateDir: readStateDir(flags),
    locator: locateRecords(flags),
    keep: false,
    cleanup: flags.cleanup,
    keepGoing: flags['keep-going'],
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    live,
    emit: (event) => dispatcher.emit(event),
    policy: updater,
    operator,
  });
  const release = forwardSignals(run);
  try {
    return (await run.result).exitCode;
  } finally {
    release();
    await dispatcher.close();
  }
}
