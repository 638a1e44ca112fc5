import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** A signal that takes longer to send than this is not sent, in milliseconds. */
const SEND_TIMEOUT_MS = 5_000;

/** Bash as each of the users that steps run as, by the number of the user. */
const shells = new Map<number, readonly string[]>();

/** Lets processes of another user be signalled, by a bash that is started as that user. */
export function reachUser(uid: number, shell: readonly string[]): void {
  shells.set(uid, shell);
}

/** Sends a signal to a process of a user that can be reached; to one of anybody else it sends none. */
export function sendAsOwner(pid: number, signal: NodeJS.Signals): void {
  try {
    const [program, ...args] = shells.get(statSync(`/proc/${pid}`).uid) ?? [];
    if (program === undefined) return;
    const command = `\\builtin kill -s ${signal.slice('SIG'.length)} -- ${pid}`;
    execFileSync(program, [...args, '-c', command], { stdio: 'ignore', timeout: SEND_TIMEOUT_MS });
  } catch {
    // It ended in the meantime.
  }
}
