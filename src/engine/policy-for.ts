import type { Step } from '../model/types.ts';
import type { RunContext } from './context.ts';
import type { Policy } from './types.ts';

/**
 * What has a say in what fails a step. A `diagnose` step says how things are when all is well: what it
 * finds instead is the cause that is looked for, and never what the document should say.
 */
export function policyFor({ options }: RunContext, step: Step): Policy | undefined {
  return step.role === 'diagnose' ? undefined : options.policy;
}
