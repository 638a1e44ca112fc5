import { listProcesses } from './process-table.ts';
import { send } from './targets/local/processes.ts';

/** Ends a process and all that descend from it as a terminal does that is closed. */
export function hangUp(pid: number): void {
  const all = listProcesses();
  const found = new Set([pid]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const entry of all) if (found.has(entry.parent)) found.add(entry.pid);
  }
  for (const one of found) {
    send(one, 'SIGHUP');
    // One that is stopped hears of it when it goes on.
    send(one, 'SIGCONT');
  }
}
