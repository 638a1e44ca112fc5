import { createPlan } from '../../plan/plan.ts';
import { openRunbook } from '../open-runbook.ts';
import { readPlanOptions } from '../plan-options.ts';
import type { Command } from '../program.ts';
import { readTimeout } from '../run-options.ts';
import { runPlan } from '../run-plan.ts';
import { runningSteps, settleQuestions } from '../settle-questions.ts';

/** `runbook run DOC`. */
export const runCommand: Command = async ({ operands, flags }, terminal) => {
  // Before the document is read: what was asked for is looked at first.
  readTimeout(flags.timeout);
  const runbook = await openRunbook(operands[0] ?? '');
  const options = readPlanOptions(flags);
  const { keep, cleanup } = flags;
  const settled = await settleQuestions(
    {
      create: (asked) => createPlan(runbook, { ...options, asked, leaveMissing: true }),
      pending: (plan) => runningSteps(plan, flags),
    },
    flags,
    terminal,
  );
  const policy = { keepGoing: flags['keep-going'], requireChecklist: flags['require-checklist'] };
  return runPlan(settled, { keep, cleanup, ...policy }, flags, terminal);
};
