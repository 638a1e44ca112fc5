import { resolve } from 'node:path';
import type { Plan } from '../plan/types.ts';
import { hashBlocks } from './hash-blocks.ts';
import type { RunSetup } from './run-setup.ts';
import type { RunOptions } from './types.ts';

/** What the record of a run says for those who go on with it. */
export function describeSetup(plan: Plan, options: RunOptions): RunSetup {
  const { keep, cleanup, keepGoing, requireChecklist = false, rollback = false } = options;
  const path = resolve(plan.request.cwd, plan.runbook.document.file);
  const blocks = hashBlocks([...plan.steps, ...plan.cleanup].map(({ step }) => step));
  return {
    ...plan.request,
    path,
    keep,
    cleanup,
    keepGoing,
    requireChecklist,
    rollback,
    step: options.operator?.steps !== undefined,
    blocks,
  };
}
