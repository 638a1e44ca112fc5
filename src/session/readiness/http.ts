import { exchange } from '../http/exchange.ts';
import { describeTrouble } from '../http/trouble.ts';
import { rethrowOutOfFiles } from '../open-files.ts';
import type { NetworkHost } from '../targets/types.ts';
import { checkOwner, findHolder } from './port.ts';
import type { Probe } from './types.ts';

const REQUEST_TIMEOUT_MS = 5_000;

/** `ready=http://…`: the address answers with a status 200 to 299, and our process is the one. */
export function createHttpProbe(url: URL, network: NetworkHost): Probe {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  return {
    description: url.href,
    holder: () => findHolder(network, url.hostname, port),
    async check(context) {
      const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
      try {
        const status = await ask(url, network, AbortSignal.any([context.signal, timeout]));
        const owner = await checkOwner(network, url.hostname, port, context);
        if (!owner.ready || (status >= 200 && status < 300)) return owner;
        return { ready: false, reason: `HTTP ${status}` };
      } catch (error) {
        rethrowOutOfFiles(error);
        return {
          ready: false,
          reason: timeout.aborted ? 'no answer in 5s' : describeTrouble(error).message,
        };
      }
    },
  };
}

async function ask(url: URL, network: NetworkHost, signal: AbortSignal): Promise<number> {
  let status = 0;
  const onHead = (head: { readonly status: number }): void => {
    status = head.status;
  };
  await exchange({ url, method: 'GET' }, { onHead }, signal, network.connect);
  return status;
}
