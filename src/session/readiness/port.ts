import { connect } from 'node:net';
import { describeHolders, findListener, isLocalHost } from '../listeners.ts';
import { isOutOfFiles } from '../open-files.ts';
import type { Probe, ProbeContext, ProbeResult } from './types.ts';

const CONNECT_TIMEOUT_MS = 2_000;

/** `ready=port:8000`: our process accepts connections on that port of the loopback interface. */
export function createPortProbe(port: number): Probe {
  return {
    description: `port ${port}`,
    holder: () => findHolder('127.0.0.1', port),
    async check(context) {
      const error = await tryConnect('127.0.0.1', port);
      if (error !== undefined) return { ready: false, reason: error };
      return checkOwner('127.0.0.1', port, context);
    },
  };
}

/** Who listens on the address now, in words. Only addresses of this machine can be held. */
export async function findHolder(host: string, port: number): Promise<string | undefined> {
  if (!isLocalHost(host)) return undefined;
  const listener = findListener(port);
  if (listener === undefined) return undefined;
  if (listener !== null) return describeHolders(listener);
  return (await tryConnect(host, port)) === undefined ? 'another process' : undefined;
}

/** Whether it is the step's own process that listens; passes where the system does not tell. */
export function checkOwner(host: string, port: number, context: ProbeContext): ProbeResult {
  if (!isLocalHost(host)) return { ready: true };
  const listener = findListener(port);
  if (listener === null || listener === undefined) return { ready: true };
  if (listener.holders.some(({ pid }) => context.isOurs(pid))) return { ready: true };
  // Nobody could be seen to hold it. The port was free before the step, which has processes of that user.
  if (listener.holders.length === 0 && [...listener.users].some((uid) => context.hasUser(uid)))
    return { ready: true };
  const holder = describeHolders(listener);
  return { ready: false, reason: `port ${port} is held by ${holder}`, foreign: holder };
}

/**
 * The reason why it does not connect; `undefined` when it does. Rejects when there is no open file
 * left to connect with, which says nothing of the port.
 */
export function tryConnect(
  host: string,
  port: number,
  signal?: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const timeout = CONNECT_TIMEOUT_MS;
    const socket = connect({ host, port, timeout, ...(signal === undefined ? {} : { signal }) });
    const settle = (reason?: string): void => {
      socket.destroy();
      resolve(reason);
    };
    socket.once('connect', () => settle());
    socket.once('timeout', () => settle('connecting takes too long'));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (isOutOfFiles(error)) reject(error);
      else settle(describe(error));
    });
  });
}

function describe(error: NodeJS.ErrnoException): string {
  return error.code === 'ECONNREFUSED' ? 'connection refused' : (error.code ?? error.message);
}
