import { checkRollback } from '../../engine/check-rollback.ts';
import type { Step } from '../../model/types.ts';
import { runningSteps } from '../../plan/questions.ts';
import { UsageError } from '../../plan/usage-error.ts';
import { type InterruptedChoice, planResume } from '../../runs/plan-resume.ts';
import { findResumable } from '../../runs/resumable.ts';
import { isInteractive } from '../interactive.ts';
import type { Flags } from '../option-types.ts';
import { openPastDocument, reopenDocument } from '../past-document.ts';
import { planAgain } from '../plan-again.ts';
import type { Command } from '../program.ts';
import { readStateDir, readTimeout } from '../run-options.ts';
import { runPlan } from '../run-plan.ts';
import { settleQuestions } from '../settle-questions.ts';
import { checkTarget, withTarget } from '../with-target.ts';

/** `runbook resume [RUN]`. */
export const resumeCommand: Command = async ({ operands, flags }, terminal) => {
  readTimeout(flags.timeout);
  const choice = readChoice(flags);
  const run = findResumable(readStateDir(flags), operands[0]);
  const { setup } = run.story.start;
  const runbook = reopenDocument(run);
  const before = openPastDocument(run);
  const options = {
    keep: flags.keep || setup.keep,
    cleanup: flags.cleanup || setup.cleanup,
    keepGoing: flags['keep-going'] || setup.keepGoing,
    rollback: flags.rollback || setup.rollback === true,
    requireChecklist: flags['require-checklist'] || setup.requireChecklist === true,
  };
  const { target } = setup;
  checkTarget({ keep: options.keep, target }, runbook);
  return withTarget(target, async (parts) => {
    const settled = await settleQuestions(
      {
        create: (asked) => planAgain(runbook, run.story.start, flags, asked, false, parts.host),
        pending: (plan) => {
          const { carried, restarts } = planResume(run, before, plan, choice);
          const isDone = ({ id }: Step): boolean => carried.has(id) && !restarts.has(id);
          return runningSteps(plan, options).filter((step) => !isDone(step));
        },
      },
      flags,
      terminal,
      // What was begun by hand goes on by hand, where somebody is there.
      flags.step || (setup.step === true && isInteractive(flags)),
    );
    if (options.rollback) checkRollback(settled.plan);
    const resumption = planResume(run, before, settled.plan, choice);
    return runPlan(settled, { ...options, resumption, ...parts }, flags, terminal);
  });
};

function readChoice(flags: Flags): InterruptedChoice {
  const skip = flags['skip-interrupted'];
  if (flags.redo && skip) {
    throw new UsageError('`--redo` and `--skip-interrupted`: give one of them');
  }
  return flags.redo ? 'redo' : skip ? 'skip' : undefined;
}
