import { UsageError } from '../../plan/usage-error.ts';
import { type InterruptedChoice, planResume } from '../../runs/plan-resume.ts';
import { findResumable } from '../../runs/resumable.ts';
import type { Flags } from '../option-types.ts';
import { openPastDocument, reopenDocument } from '../past-document.ts';
import { planAgain } from '../plan-again.ts';
import type { Command } from '../program.ts';
import { readStateDir, readTimeout } from '../run-options.ts';
import { runPlan } from '../run-plan.ts';

/** `runbook resume [RUN]`. */
export const resumeCommand: Command = async ({ operands, flags }, terminal) => {
  readTimeout(flags.timeout);
  const choice = readChoice(flags);
  const run = findResumable(readStateDir(flags), operands[0]);
  const { setup } = run.story.start;
  const plan = await planAgain(reopenDocument(run), run.story.start, flags);
  const resumption = planResume(run, openPastDocument(run), plan, choice);
  const options = {
    keep: flags.keep || setup.keep,
    cleanup: flags.cleanup || setup.cleanup,
    keepGoing: flags['keep-going'] || setup.keepGoing,
    requireChecklist: flags['require-checklist'] || setup.requireChecklist === true,
    resumption,
  };
  return runPlan(plan, options, flags, terminal);
};

function readChoice(flags: Flags): InterruptedChoice {
  const skip = flags['skip-interrupted'];
  if (flags.redo && skip) {
    throw new UsageError('`--redo` and `--skip-interrupted`: give one of them');
  }
  return flags.redo ? 'redo' : skip ? 'skip' : undefined;
}
