import { startRun } from '../../engine/run.ts';
import { UsageError } from '../../plan/usage-error.ts';
import { createDispatcher } from '../../report/dispatch.ts';
import { type InterruptedChoice, planResume } from '../../runs/plan-resume.ts';
import { findResumable } from '../../runs/resumable.ts';
import { createReports } from '../create-reports.ts';
import type { Flags } from '../option-types.ts';
import { openPastDocument, reopenDocument } from '../past-document.ts';
import { planAgain } from '../plan-again.ts';
import type { Command } from '../program.ts';
import { forwardSignals, locateRecords, readStateDir, readTimeout } from '../run-options.ts';
import { createScreen, isLive } from '../screen.ts';
import { VERSION } from '../version.ts';

/** `runbook resume [RUN]`. */
export const resumeCommand: Command = async ({ operands, flags }, terminal) => {
  const timeoutMs = readTimeout(flags.timeout);
  const choice = readChoice(flags);
  const stateDir = readStateDir(flags);
  const run = findResumable(stateDir, operands[0]);
  const { setup } = run.story.start;
  const plan = await planAgain(reopenDocument(run), run.story.start, flags);
  const resumption = planResume(run, openPastDocument(run), plan, choice);
  const live = isLive(flags);
  const reporters = [
    ...createReports(flags.report),
    await createScreen(flags, terminal, live, plan),
  ];
  const dispatcher = createDispatcher(reporters, (error) => {
    terminal.complain(`a reporter failed: ${error instanceof Error ? error.message : error}\n`);
  });
  const going = startRun(plan, {
    version: VERSION,
    stateDir,
    locator: locateRecords(flags),
    keep: flags.keep || setup.keep,
    cleanup: flags.cleanup || setup.cleanup,
    keepGoing: flags['keep-going'] || setup.keepGoing,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    resumption,
    live,
    emit: (event) => dispatcher.emit(event),
  });
  const release = forwardSignals(going);
  try {
    return (await going.result).exitCode;
  } finally {
    release();
    await dispatcher.close();
  }
};

function readChoice(flags: Flags): InterruptedChoice {
  const skip = flags['skip-interrupted'];
  if (flags.redo && skip) {
    throw new UsageError('`--redo` and `--skip-interrupted`: give one of them');
  }
  return flags.redo ? 'redo' : skip ? 'skip' : undefined;
}
