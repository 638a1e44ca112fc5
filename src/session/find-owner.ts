import { $ } from 'zx/core';

/** The numbers by which the system knows a user and a group. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Looks up `USER` or `USER:GROUP`, names or numbers, as this host knows them; without a group it is
 * the user's own.
 *
 * @param shell - absolute path of a bash
 * @returns what the host says when it does not know them
 */
export async function findOwner(text: string, shell: string): Promise<Owner | string> {
  const run = $({ shell, prefix: '', postfix: '', quiet: true });
  const [user = '', group] = text.split(':');
  const uid = await ask(user, 'no such user', (name) => run`id -u -- ${name}`);
  if (typeof uid === 'string') return uid;
  const gid =
    group === undefined
      ? await ask(user, 'no such user', (name) => run`id -g -- ${name}`)
      : await ask(group, 'no such group', (name) => run`getent group -- ${name} | cut -d: -f3`);
  return typeof gid === 'string' ? gid : { uid, gid };
}

/** A number stands for itself, known or not: a container's users need not be known here. */
async function ask(
  name: string,
  unknown: string,
  look: (name: string) => Promise<{ readonly stdout: string }>,
): Promise<number | string> {
  if (/^\d+$/.test(name)) return Number(name);
  const found = await look(name).catch(() => undefined);
  const number = found?.stdout.trim() ?? '';
  return /^\d+$/.test(number) ? Number(number) : `${unknown}: ${name}`;
}
