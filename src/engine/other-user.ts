import type { Step } from '../model/types.ts';
import type { HostView } from '../plan/host.ts';
import type { SearchPlace } from '../plan/interpreters.ts';
import { findSwitch, type UserSwitch } from '../plan/switch-user.ts';
import type { Owner } from '../session/find-owner.ts';
import { reachUser } from '../session/foreign-signals.ts';
import type { OtherUser } from '../session/other-user.ts';
import type { RunContext } from './context.ts';
import type { FailureReason } from './verdict.ts';

/** Who is asked whether a process can begin as another user has so long for the answer. */
const ASK_TIMEOUT_MS = 10_000;

export type FoundUser =
  | { readonly ok: true; readonly other?: OtherUser }
  | { readonly ok: false; readonly reason: FailureReason };

/** Makes sure, before a step begins, that the user it is to run as is there and can be had. */
export async function findOtherUser(context: RunContext, { user }: Step): Promise<FoundUser> {
  if (user === undefined) return { ok: true };
  const { shell: bash, env, workdir } = context.plan;
  const host = context.options.host;
  const place = { path: env['PATH'], cwd: workdir };
  const found = findSwitch(user, host === undefined ? place : await seekThere(host, place));
  if (found === undefined || typeof found === 'string')
    return refuse(found ?? '', 'run this as root, or install `sudo`');
  const { target } = context.session;
  const owner = await target.findOwner(user);
  if (typeof owner === 'string')
    return refuse(`\`user=\`: ${owner}`, 'create the user in an earlier step, or correct `user=`');
  const command = commandOf(found, user, owner);
  const other = { name: user, command, bash, keepsDescriptors: found.tool !== 'sudo' };
  const complaint = await target.tryOut([...command, bash, '-c', ':'], ASK_TIMEOUT_MS);
  if (complaint === undefined) {
    if (found.tool === 'sudo') reachUser(owner.uid, [...command, bash]);
    return { ok: true, other };
  }
  const hint =
    found.tool === 'sudo'
      ? 'allow it in the sudoers file, without a password (`NOPASSWD`), or run this as root'
      : 'that user must be able to run the bash of the document';
  return refuse(`cannot run a step as \`${user}\`: ${complaint}`, hint);
}

/** The tools that let a process begin as somebody else, as another host has them. */
async function seekThere(host: HostView, place: SearchPlace): Promise<SearchPlace> {
  const there = await host.findPrograms(['setpriv', 'sudo'], `${place.path ?? ''}:/usr/sbin:/sbin`);
  return { ...place, there, user: { name: host.user, isRoot: host.isRoot } };
}

/** No PAM session, and for root no process in between, which would end a step in its own way. */
function commandOf({ tool, program }: UserSwitch, user: string, { uid, gid }: Owner): string[] {
  switch (tool) {
    case 'self':
      return [];
    case 'setpriv':
      return [program, `--reuid=${uid}`, `--regid=${gid}`, '--init-groups', '--'];
    case 'sudo':
      return [program, '-n', '-u', user, '--'];
  }
}

function refuse(message: string, hint: string): FoundUser {
  return { ok: false, reason: { kind: 'cannot-start', message, hint } };
}
