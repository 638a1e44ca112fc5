import { isLoopback, type Listener, readListening } from '../../listeners.ts';
import { parseStat } from '../../process-table.ts';
import { quoteForShell as q } from '../../quote-for-shell.ts';
import type { NetworkHost } from '../types.ts';
import { type Agent, lastLine } from './agent.ts';
import type { Reach } from './reach.ts';
import { createTunnel } from './tunnel.ts';

/** The network as a host sees it that an agent is on. */
export function createRemoteNetwork(agent: Agent, reach: Reach): NetworkHost {
  return {
    connect: (host, port) => createTunnel(reach, host, port),
    async tryConnect(host, port) {
      const { status, output } = await agent.ask(`( exec 3<>/dev/tcp/${q(host)}/${port} )`);
      if (status === 0) return undefined;
      const reason = /(?:connect|bash): ([^:\n]+)\n/.exec(output.toString())?.[1];
      return reason?.toLowerCase() ?? lastLine(output.toString());
    },
    findListener: (port) => findListener(agent, port),
    isLocal: isLoopback,
  };
}

async function findListener(agent: Agent, port: number): Promise<Listener | undefined | null> {
  const { output } = await agent.ask('cat /proc/net/tcp /proc/net/tcp6 2>/dev/null');
  if (output.length === 0) return null;
  const sockets = readListening(output.toString('latin1'), port);
  if (sockets.size === 0) return undefined;
  const links = [...sockets.keys()].map((inode) => `socket:[${inode}]`);
  const listing = await agent.ask('ls -l /proc/[1-9]*/fd 2>/dev/null');
  const pids: number[] = [];
  let pid = 0;
  for (const line of listing.output.toString('latin1').split('\n')) {
    const folder = /^\/proc\/(\d+)\/fd:$/.exec(line)?.[1];
    if (folder !== undefined) pid = Number(folder);
    else if (links.some((link) => line.endsWith(` -> ${link}`)) && !pids.includes(pid))
      pids.push(pid);
  }
  const holders = await Promise.all(pids.map((one) => describeProcess(agent, one)));
  return { holders: holders.flat(), users: new Set(sockets.values()) };
}

async function describeProcess(agent: Agent, pid: number): Promise<Listener['holders']> {
  const code = `cat /proc/${pid}/stat && printf '\\0' && cat /proc/${pid}/cmdline`;
  const { status, output } = await agent.ask(code);
  if (status !== 0) return [];
  const [stat = '', ...words] = output.toString('utf8').split('\0');
  const entry = parseStat(stat, () => words.join(' ').trim());
  return entry === undefined ? [] : [{ pid, command: entry.command.slice(0, 80) }];
}

/** Ports there that nobody listens on, all different and none of `taken`. */
export async function findRemotePorts(
  agent: Agent,
  count: number,
  taken: ReadonlySet<number>,
): Promise<number[]> {
  const { output } = await agent.ask('cat /proc/net/tcp /proc/net/tcp6 2>/dev/null');
  const used = output.toString('latin1');
  const ports = new Set<number>();
  while (ports.size < count) {
    // Below those that Linux gives to connections by itself.
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (!taken.has(port) && readListening(used, port).size === 0) ports.add(port);
  }
  return [...ports];
}
