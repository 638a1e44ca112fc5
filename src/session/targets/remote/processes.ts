import { type ProcessEntry, parseStat, readTick, readUsers } from '../../process-table.ts';
import type { ProcessHost, ProcessLook } from '../types.ts';
import type { Agent } from './agent.ts';

/** The processes of a host that an agent is on. */
export function createRemoteProcesses(agent: Agent, self: number): ProcessHost {
  return {
    self,
    mark: () => Number.NaN,
    async now() {
      const [uptime = '', last = ''] = (await agent.demand('rb_now', 'read the time')).split(' ');
      return { tick: readTick(uptime), pid: Number(last) };
    },
    async look() {
      return readLook(await agent.demand('rb_look', 'list processes'));
    },
    async users(pids) {
      const files = pids.map((pid) => `/proc/${pid}/status`).join(' ');
      const { output } = await agent.ask(`cat ${files} 2>/dev/null </dev/null`);
      return readUsers(output.toString('latin1'));
    },
    async send(pids, signal) {
      if (pids.length === 0) return;
      // Each by itself, since one that is gone makes the others none the less due.
      const name = signal.slice('SIG'.length);
      await agent.ask(`for p in ${pids.join(' ')}; do kill -s ${name} -- "$p"; done`);
    },
  };
}

/** Three fields for each process: its `stat`, what marks it as a run's, its command line. */
function readLook(text: string): ProcessLook {
  const fields = text.split('\0');
  const entries = new Map<number, ProcessEntry>();
  const tags = new Map<number, string[]>();
  const programs = new Map<number, string>();
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [stat = '', marks = '', command = ''] = fields.slice(at, at + 3);
    const entry = parseStat(stat, () => command.trim());
    if (entry === undefined) continue;
    entries.set(entry.pid, entry);
    tags.set(entry.pid, marks.split('\n'));
    programs.set(entry.pid, `${stat.slice(0, stat.lastIndexOf(')'))} ${command}`);
  }
  const all = [...entries.values()];
  return {
    all,
    since: () => all,
    entry: (pid) => entries.get(pid),
    environment: (pid) => tags.get(pid) ?? [],
    program: (pid) => programs.get(pid) ?? '',
    isAlive: (pid) => entries.has(pid),
  };
}
