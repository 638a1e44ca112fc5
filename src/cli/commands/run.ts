import { checkRollback } from '../../engine/check-rollback.ts';
import { createPlan } from '../../plan/plan.ts';
import { runningSteps } from '../../plan/questions.ts';
import { openRunbook } from '../open-runbook.ts';
import type { Invocation } from '../parse-arguments.ts';
import { readPlanOptions } from '../plan-options.ts';
import type { Command } from '../program.ts';
import { describeTyped, readTimeout } from '../run-options.ts';
import { runPlan } from '../run-plan.ts';
import { settleQuestions } from '../settle-questions.ts';
import type { Terminal } from '../terminal.ts';
import { checkTarget, withTarget } from '../with-target.ts';

/** `runbook run DOC`. */
export const runCommand: Command = (invocation, terminal) =>
  runDocument(invocation, terminal, invocation.flags.step);

/** Runs a document; with `step`, as the person at the terminal says. */
export async function runDocument(
  { operands, flags }: Invocation,
  terminal: Terminal,
  step: boolean,
): Promise<number> {
  // Before the document is read: what was asked for is looked at first.
  readTimeout(flags.timeout);
  const runbook = await openRunbook(operands[0] ?? '');
  const options = readPlanOptions(flags);
  const { keep, cleanup } = flags;
  checkTarget(flags, runbook);
  return withTarget(flags.target, async (parts) => {
    const host = parts.host === undefined ? {} : { host: parts.host };
    const settled = await settleQuestions(
      {
        create: (asked) => createPlan(runbook, { ...options, ...host, asked, leaveMissing: true }),
        pending: (plan) => runningSteps(plan, flags),
      },
      flags,
      terminal,
      step,
    );
    if (flags.rollback) checkRollback(settled.plan);
    const policy = {
      rollback: flags.rollback,
      keepGoing: flags['keep-going'],
      requireChecklist: flags['require-checklist'],
      ...describeTyped(),
    };
    return runPlan(settled, { keep, cleanup, ...policy, ...parts }, flags, terminal);
  });
}
