import { userInfo } from 'node:os';
import { locateProgram } from './find-program.ts';
import type { SearchPlace } from './interpreters.ts';

/** What lets a process begin as another user. */
export interface UserSwitch {
  /** `self`: the user is the one who runs this, and nothing is needed. */
  readonly tool: 'self' | 'setpriv' | 'sudo';
  /** Absolute path of the tool; empty for `self`. */
  readonly program: string;
}

/** Where these tools are kept, whatever the document says. */
const SYSTEM_FOLDERS = '/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Finds what a step with `user=` takes. Whether the user exists is asked only at the step: an earlier
 * one may create it.
 *
 * @returns `undefined` where no other user is asked for, or in words what is missing
 */
export function findSwitch(
  user: string | undefined,
  place: SearchPlace,
): UserSwitch | string | undefined {
  if (user === undefined) return undefined;
  if (user === (place.user?.name ?? nameSelf())) return { tool: 'self', program: '' };
  const isRoot = place.user?.isRoot ?? process.getuid?.() === 0;
  if (place.user !== undefined && !isRoot)
    return `\`user=${user}\` needs root there, and the run is \`${place.user.name}\``;
  const tool = isRoot ? 'setpriv' : 'sudo';
  const program = locateProgram(tool, { ...place, path: `${place.path ?? ''}:${SYSTEM_FOLDERS}` });
  if (program !== null) return { tool, program };
  return isRoot
    ? `\`user=${user}\` needs \`setpriv\` (of util-linux), which is not on this host`
    : `\`user=${user}\` needs root or \`sudo\`, which is not on this host`;
}

/** The name of who runs this; one that has none can only be somebody else. */
function nameSelf(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
