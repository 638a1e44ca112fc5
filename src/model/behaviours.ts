import type { AttributeName } from './attributes.ts';
import type { Role } from './types.ts';

/** The flag that answers in place of a person; `terminal`: nothing but a terminal does. */
export type HeadlessAnswer = '--manual=done' | '--yes' | 'terminal';

/** What a role or an attribute means in the three ways in which a step can come about. */
export interface Behaviour {
  /** One step at a time, with a person at the terminal. */
  readonly guided: string;
  /** Done by a person in place of the run. */
  readonly byHand: string;
  /** Nobody is there to be asked. */
  readonly headless: string;
  /** Set when a run with nobody to ask is refused because of it: what answers instead. */
  readonly answer?: HeadlessAnswer;
}

const ASKED = 'shown, and run when the person says so';
const NO_WORD = 'taken on the word of the person, unless pasted output meets the expectations';
const RUNS = 'runs';
const HOLDS = 'holds as in a run';
const AS_WRITTEN = 'holds as written';
const NOT_ASKED = 'does not apply: the person is the one who knows';

const usual = (changes: Partial<Behaviour> = {}): Behaviour => ({
  guided: ASKED,
  byHand: NO_WORD,
  headless: RUNS,
  ...changes,
});

const attribute = (changes: Partial<Behaviour> = {}): Behaviour => ({
  guided: HOLDS,
  byHand: NOT_ASKED,
  headless: AS_WRITTEN,
  ...changes,
});

/** How a step of each role comes about. A role that is not in here does not compile. */
export const ROLE_BEHAVIOURS: Readonly<Record<Role, Behaviour>> = {
  require: usual({ headless: 'runs first, whatever was selected' }),
  install: usual(),
  configure: usual(),
  run: usual(),
  test: usual(),
  health: usual({ headless: 'runs, repeated until it passes' }),
  manual: {
    guided: 'shown as a task; the person says whether it is done, and may paste what was printed',
    byHand: 'is what it is for',
    headless:
      'refused, unless `--manual=done` says that a person has done it; expectations then count as overridden',
    answer: '--manual=done',
  },
  diagnose: usual({
    guided: 'runs on `d` after a failure that points at its section',
    byHand: NOT_ASKED,
    headless: 'runs after a failure that points at its section; changes no verdict',
  }),
  rollback: usual({
    guided: 'runs on `R` after a failure, when that is confirmed',
    byHand: NOT_ASKED,
    headless: 'runs after a failure with `--rollback`; changes no verdict',
  }),
  cleanup: usual({ guided: 'runs at the end, without being asked for', headless: 'runs last' }),
};

/** What each attribute does. An attribute that is not in here does not compile. */
export const ATTRIBUTE_BEHAVIOURS: Readonly<Record<AttributeName, Behaviour>> = {
  id: attribute({ byHand: AS_WRITTEN }),
  title: attribute({ byHand: AS_WRITTEN }),
  timeout: attribute(),
  exit: attribute(),
  max: attribute(),
  within: attribute(),
  every: attribute(),
  retry: attribute(),
  backoff: attribute(),
  stable: attribute(),
  capture: attribute({ byHand: 'taken from the pasted text' }),
  cwd: attribute(),
  stdin: attribute(),
  user: attribute(),
  interpreter: attribute(),
  if: attribute({ byHand: 'asked first; a step that is skipped is not put to the person' }),
  unless: attribute({ byHand: 'asked first; a step that is skipped is not put to the person' }),
  os: attribute({ byHand: 'looked at first; a step that is skipped is not put to the person' }),
  background: attribute(),
  ready: attribute(),
  stop: attribute(),
  'stop-timeout': attribute(),
  stops: attribute({ byHand: 'that step is stopped first' }),
  tty: {
    guided: 'the step gets the terminal',
    byHand: NOT_ASKED,
    headless: 'refused: only a terminal will do, or `--skip`',
    answer: 'terminal',
  },
  confirm: {
    guided: 'asked, without a default answer; no ends the run with 4',
    byHand: 'asked before the task is shown',
    headless: 'refused, unless `--yes` says that it is meant',
    answer: '--yes',
  },
  'keep-going': attribute({ byHand: 'the run goes on when it is not done' }),
  'on-fail': attribute({ byHand: 'holds as in a run' }),
  secret: attribute({ byHand: 'of a pasted text nothing is kept, not even its hash' }),
  file: attribute({ byHand: 'the person writes the file' }),
  mode: attribute(),
  owner: attribute(),
  expand: attribute(),
  append: attribute(),
};
