import { checkOwner, findHolder } from './port.ts';
import type { Probe } from './types.ts';

const REQUEST_TIMEOUT_MS = 5_000;

/** `ready=http://…`: the address answers with a status 200 to 299, and our process is the one. */
export function createHttpProbe(address: string): Probe {
  const url = new URL(address);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  return {
    description: address,
    holder: () => findHolder(url.hostname, port),
    async check(context) {
      const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
      try {
        const response = await fetch(url, {
          redirect: 'manual',
          signal: AbortSignal.any([context.signal, timeout]),
        });
        await response.body?.cancel();
        const owner = checkOwner(url.hostname, port, context);
        if (!owner.ready || response.ok) return owner;
        return { ready: false, reason: `HTTP ${response.status}` };
      } catch (error) {
        return { ready: false, reason: timeout.aborted ? 'no answer in 5s' : describe(error) };
      }
    },
  };
}

/** What lies behind fetch's "fetch failed". */
function describe(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ECONNREFUSED') return 'connection refused';
  if (cause instanceof AggregateError) return describe(cause.errors[0]);
  return cause instanceof Error && cause.message !== '' ? cause.message : String(code ?? cause);
}
