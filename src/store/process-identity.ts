import { readFileSync } from 'node:fs';
import { readProcess } from '../session/process-table.ts';

/** What tells a process from every other one that had or will have its pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time in clock ticks since boot; 0 where the system does not tell. */
  readonly started: number;
  /** Id of the boot of the machine; empty where the system does not tell. */
  readonly boot: string;
}

/** This process. */
export function identifySelf(): ProcessIdentity {
  const started = readProcess(process.pid)?.started ?? 0;
  return { pid: process.pid, started, boot: readBootId() };
}

/** Whether that very process still runs; where the system tells no start times, whether its pid does. */
export function isRunning({ pid, started, boot }: ProcessIdentity): boolean {
  if (boot !== readBootId()) return false;
  if (started > 0) return readProcess(pid)?.started === started;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return '';
  }
}
