import { writeBashCompletion } from './bash.ts';
import { writeFishCompletion } from './fish.ts';
import type { CompletionWriter } from './types.ts';
import { writeZshCompletion } from './zsh.ts';

/** The shells that completions can be written for. */
export const COMPLETIONS: Readonly<Record<string, CompletionWriter>> = {
  bash: writeBashCompletion,
  zsh: writeZshCompletion,
  fish: writeFishCompletion,
};
