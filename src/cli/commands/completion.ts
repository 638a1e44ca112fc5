import { COMPLETIONS } from '../../completion/registry.ts';
import { UsageError } from '../../plan/usage-error.ts';
import { describeCommandLine } from '../command-line.ts';
import type { Command } from '../program.ts';

/** `runbook completion SHELL`. */
export const completionCommand: Command = async ({ operands }, terminal) => {
  const shell = operands[0] ?? '';
  const write = Object.hasOwn(COMPLETIONS, shell) ? COMPLETIONS[shell] : undefined;
  if (write === undefined)
    throw new UsageError(`completion ${shell}: there are completions for ${SHELLS}`, [
      'such as `source <(runbook completion bash)`',
    ]);
  terminal.write(write(describeCommandLine()));
  return 0;
};

const SHELLS = Object.keys(COMPLETIONS).join(', ');
