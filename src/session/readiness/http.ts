import type { IncomingMessage } from 'node:http';
import { checkOwner, findHolder } from './port.ts';
import type { Probe } from './types.ts';

const REQUEST_TIMEOUT_MS = 5_000;
/** How long the rest of an answer may take; nobody waits for it. */
const BODY_TIMEOUT_MS = 1_000;

/** `ready=http://…`: the address answers with a status 200 to 299, and our process is the one. */
export function createHttpProbe(url: URL): Probe {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  return {
    description: url.href,
    holder: () => findHolder(url.hostname, port),
    async check(context) {
      const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
      try {
        const status = await request(url, AbortSignal.any([context.signal, timeout]));
        const owner = checkOwner(url.hostname, port, context);
        if (!owner.ready || (status >= 200 && status < 300)) return owner;
        return { ready: false, reason: `HTTP ${status}` };
      } catch (error) {
        return { ready: false, reason: timeout.aborted ? 'no answer in 5s' : describe(error) };
      }
    },
  };
}

/** The status of the answer. Not by `fetch`: its open connections would block a simple server. */
async function request(url: URL, signal: AbortSignal): Promise<number> {
  const { get } = await (url.protocol === 'https:' ? import('node:https') : import('node:http'));
  return new Promise((resolve, reject) => {
    const sent = get(url, { agent: false, signal }, (response: IncomingMessage) => {
      const timer = setTimeout(() => response.destroy(), BODY_TIMEOUT_MS).unref();
      response.once('close', () => clearTimeout(timer)).on('error', () => {});
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
  });
}

function describe(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED') return 'connection refused';
  if (code === 'ECONNRESET') return 'the connection was closed without an answer';
  return message || String(code ?? error);
}
