import { userInfo } from 'node:os';
import type { FlagAnswers } from '../plan/questions.ts';
import type { Operator } from './operator.ts';
import type { PeopleDialogue } from './people-dialogue.ts';

/**
 * The one who answers what a run asks: flags, where they were given, else the person at the terminal.
 *
 * @param dialogue - absent where nobody is there; the run has been refused then, if it has to ask more
 * than flags answer
 */
export function createOperator(
  { yes, manualDone }: FlagAnswers,
  dialogue: PeopleDialogue | undefined,
): Operator {
  return {
    who: nameUser(),
    hasTerminal: dialogue !== undefined,
    people: {
      manual: async (task, signal) => {
        if (manualDone) return { kind: 'flag', flag: '--manual=done' };
        return dialogue?.manual(task, signal) ?? { kind: 'not-done', note: 'nobody was there' };
      },
      confirm: async (confirmation, signal) => {
        if (yes) return { kind: 'yes', flag: '--yes' };
        return dialogue?.confirm(confirmation, signal) ?? { kind: 'no', why: 'nobody was there' };
      },
    },
  };
}

/** The user's name, and who that really is when `sudo` made another one of them. */
export function nameUser(): string {
  const { SUDO_USER, USER } = process.env;
  let name: string;
  try {
    name = userInfo().username;
  } catch {
    // A container can have a user that no table knows.
    name = USER || `uid ${process.getuid?.() ?? '?'}`;
  }
  return SUDO_USER && SUDO_USER !== name ? `${SUDO_USER} (as ${name})` : name;
}
