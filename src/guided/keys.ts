import type { KeyChoice } from '../prompt/types.ts';
import { wrapLine } from '../report/wrap-line.ts';

/** Their other case could mean nothing else; that of every other key is no key. */
export const YES: KeyChoice = { key: 'y', label: '[y]es', anyCase: true };
export const NO: KeyChoice = { key: 'n', label: '[n]o', anyCase: true };

const RUN: KeyChoice = { key: 'r', label: '[r]un', help: 'run the step' };
const RETRY: KeyChoice = {
  key: 'r',
  label: '[r]etry',
  help: 'run it again, in the state from before it',
};
const MANUAL: KeyChoice = {
  key: 'm',
  label: '[m]anual',
  help: 'do it by hand: shows what to run, and takes what it printed',
};
const SKIP: KeyChoice = {
  key: 's',
  label: '[s]kip',
  help: 'leave it out; takes a reason, and the run ends with 4, not 0',
};
const BACK: KeyChoice = { key: 'b', label: '[b]ack', help: 'go to the step before; nothing runs' };
const JUMP: KeyChoice = {
  key: 'j',
  label: '[j]ump',
  help: 'choose a step to go to; nothing runs, and what is passed over stays to be done',
};
const VIEW: KeyChoice = {
  key: 'v',
  label: '[v]iew',
  help: 'the whole block, what is expected, and all that it printed',
};
const SHELL: KeyChoice = {
  key: '!',
  label: '[!] shell',
  help: 'a shell in the state of the run; its directory and exports can be taken over',
};
const ALL: KeyChoice = {
  key: 'A',
  label: '[A]ll the rest',
  help: 'run what is left without asking, up to the next failure',
};
const QUIT: KeyChoice = {
  key: 'q',
  label: '[q]uit',
  help: 'leave everything as it is; `runbook resume` goes on from here',
};
export const HELP: KeyChoice = { key: '?', label: '[?]', help: 'this' };

/** Before a step. */
export const STEP_KEYS: readonly KeyChoice[] = [
  RUN,
  MANUAL,
  SKIP,
  BACK,
  JUMP,
  { key: 'e', label: '[e]dit', help: 'change the block in an editor, for this run only' },
  VIEW,
  SHELL,
  ALL,
  QUIT,
  HELP,
];

/** After a failure. */
export const FAILURE_KEYS: readonly KeyChoice[] = [
  RETRY,
  {
    key: 'e',
    label: '[e]dit and retry',
    help: 'change the block in an editor, for this run only, and run it',
  },
  { ...SHELL, label: '[!] shell here' },
  {
    key: 'd',
    label: '[d]iagnose',
    help: 'show the section that is for this failure, and look for the cause',
  },
  {
    key: 'i',
    label: '[i]gnore',
    help: 'go on as if it had passed; takes a reason, and the run ends with 4, not 0',
  },
  SKIP,
  {
    key: 'm',
    label: '[m]ark done by hand',
    help: 'you have done it outside of the run; takes a reason, and the run ends with 4, not 0',
  },
  {
    key: 'R',
    label: '[R]ollback',
    help: 'undo what was done, when you have confirmed it; the run ends',
  },
  BACK,
  JUMP,
  VIEW,
  QUIT,
  HELP,
];

/** What every key does. */
export function describeKeys(choices: readonly KeyChoice[], width: number): string[] {
  return choices.flatMap(({ key, help }) => wrapLine(`  ${key}  ${help ?? ''}`, width, '     '));
}
