import { connect } from 'node:net';
import { isOutOfFiles } from '../open-files.ts';

const CONNECT_TIMEOUT_MS = 2_000;

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
