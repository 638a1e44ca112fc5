import { createPlan } from '../../plan/plan.ts';
import { describePlan } from '../../report/plan-text.ts';
import { openRunbook } from '../open-runbook.ts';
import { readPlanOptions } from '../plan-options.ts';
import type { Command } from '../program.ts';

/** `runbook plan DOC`. */
export const planCommand: Command = async ({ operands, flags }, terminal) => {
  const runbook = await openRunbook(operands[0] ?? '');
  // What `run` would ask for is shown, and asked for when it runs.
  const plan = await createPlan(runbook, { ...readPlanOptions(flags), leaveMissing: true });
  terminal.write(`${describePlan(plan, terminal.paint).join('\n')}\n`);
  return 0;
};
