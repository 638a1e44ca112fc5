import { describeHolders } from '../listeners.ts';
import type { NetworkHost } from '../targets/types.ts';
import type { Probe, ProbeContext, ProbeResult } from './types.ts';

/** `ready=port:8000`: our process accepts connections on that port of the loopback interface. */
export function createPortProbe(port: number, network: NetworkHost): Probe {
  return {
    description: `port ${port}`,
    holder: () => findHolder(network, '127.0.0.1', port),
    async check(context) {
      const error = await network.tryConnect('127.0.0.1', port);
      if (error !== undefined) return { ready: false, reason: error };
      return checkOwner(network, '127.0.0.1', port, context);
    },
  };
}

/** Who listens on the address now, in words. Only addresses of the host itself can be held. */
export async function findHolder(
  network: NetworkHost,
  host: string,
  port: number,
): Promise<string | undefined> {
  if (!network.isLocal(host)) return undefined;
  const listener = await network.findListener(port);
  if (listener === undefined) return undefined;
  if (listener !== null) return describeHolders(listener);
  return (await network.tryConnect(host, port)) === undefined ? 'another process' : undefined;
}

/** Whether it is the step's own process that listens; passes where the system does not tell. */
export async function checkOwner(
  network: NetworkHost,
  host: string,
  port: number,
  context: ProbeContext,
): Promise<ProbeResult> {
  if (!network.isLocal(host)) return { ready: true };
  const listener = await network.findListener(port);
  if (listener === null || listener === undefined) return { ready: true };
  for (const { pid } of listener.holders) if (await context.isOurs(pid)) return { ready: true };
  // Nobody could be seen to hold it. The port was free before the step, which has processes of that user.
  if (listener.holders.length === 0)
    for (const uid of listener.users) if (await context.hasUser(uid)) return { ready: true };
  const holder = describeHolders(listener);
  return { ready: false, reason: `port ${port} is held by ${holder}`, foreign: holder };
}
