import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { rethrowOutOfFiles } from './open-files.ts';

/** The numbers by which the system knows a user and a group. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Looks up `USER` or `USER:GROUP`, names or numbers, as this host knows them; without a group it is
 * the user's own.
 *
 * @returns what the host says when it does not know them
 */
export async function findOwner(text: string): Promise<Owner | string> {
  const [user = '', group] = text.split(':');
  const uid = await ask(user, 'no such user', 'id', '-u');
  if (typeof uid === 'string') return uid;
  const gid =
    group === undefined
      ? await ask(user, 'no such user', 'id', '-g')
      : await ask(group, 'no such group', 'getent', 'group');
  return typeof gid === 'string' ? gid : { uid, gid };
}

/** A number stands for itself, known or not: a container's users need not be known here. */
async function ask(
  name: string,
  unknown: string,
  program: string,
  what: string,
): Promise<number | string> {
  if (/^\d+$/.test(name)) return Number(name);
  const found = await promisify(execFile)(program, [what, '--', name]).catch((error) => {
    rethrowOutOfFiles(error);
    // Not the program's answer: it could not be asked.
    return typeof error.code === 'string' ? `cannot run \`${program}\`: ${error.code}` : undefined;
  });
  if (typeof found === 'string') return found;
  // An entry of the table of groups has the number in its third field.
  const number = found?.stdout.trim().split(':').slice(0, 3).at(-1) ?? '';
  return /^\d+$/.test(number) ? Number(number) : `${unknown}: ${name}`;
}
