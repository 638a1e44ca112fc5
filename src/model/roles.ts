import type { Role } from './types.ts';

/** What each role of this version means, as the documentation and messages say it. */
export const ROLES: Readonly<Record<Role, string>> = {
  require: 'a prerequisite, read-only; all of them run before every other step',
  install: 'puts software on the host',
  configure: 'writes configuration; with `file=` the block is the file',
  run: 'starts the system',
  test: 'exercises it',
  health: 'asks whether it is well; repeated until it passes',
  manual: 'a person does it; the block says what',
  diagnose: 'finds out what is wrong; only after a failure that points at its section',
  rollback: 'undoes what the steps before it in its section did; after a failure, when asked for',
  cleanup: 'removes what was only needed for the run; last, in reverse order',
};

/** Roles whose steps do not run in their turn. */
const ASIDE: readonly Role[] = ['diagnose', 'rollback', 'cleanup'];

/** Whether steps of a role have no place in the order of the others. */
export function isAside(role: Role): boolean {
  return ASIDE.includes(role);
}

/** Second words that are no roles, but have a meaning of their own. */
export const OTHER_TAGS: readonly string[] = ['expect', 'no-check'];

/** Whether a second word makes the fence a step that this version runs. */
export function isRole(word: string): word is Role {
  return Object.hasOwn(ROLES, word);
}
