import { sendAsOwner } from '../../foreign-signals.ts';
import {
  lastPid,
  listProcesses,
  listProcessesSince,
  presentMoment,
  readEnvironment,
  readProcess,
  readProgram,
  readStatus,
  readUsers,
} from '../../process-table.ts';
import type { ProcessHost, ProcessLook } from '../types.ts';

const LOOK: ProcessLook = {
  get all() {
    return listProcesses();
  },
  since: listProcessesSince,
  entry: readProcess,
  environment: readEnvironment,
  program: readProgram,
  isAlive,
};

/** The processes of this host; every answer is of the moment in which it is given. */
export const LOCAL_PROCESSES: ProcessHost = {
  self: process.pid,
  mark: lastPid,
  now: presentMoment,
  look: () => LOOK,
  users: (pids) => readUsers(pids.map(readStatus).join('')),
  send: (pids, signal) => {
    for (const pid of pids) send(pid, signal);
  },
};

/** Sends a signal; a process that is gone is no error. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // All others have ended in the meantime.
    if ((error as NodeJS.ErrnoException).code === 'EPERM') sendAsOwner(pid, signal);
  }
}

function isAlive(pid: number): boolean {
  // A zombie still answers to signal 0; our own children are reaped by Node at once.
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
