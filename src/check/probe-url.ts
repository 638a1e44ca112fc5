import type { ProbeResult } from './types.ts';

const TIMEOUT_MS = 10_000;
const AT_ONCE = 8;

/** Statuses that prove that something is there, though it is not for everybody or not right now. */
const ALIVE: ReadonlySet<number> = new Set([401, 403, 405, 406, 407, 429, 451, 999]);

/**
 * Asks for URLs, each once and a few at a time: with HEAD, and with GET where a server does not
 * like that. Redirections are followed.
 *
 * @param timeoutMs for each request
 */
export function createProbe(timeoutMs: number = TIMEOUT_MS): (url: string) => Promise<ProbeResult> {
  const asked = new Map<string, Promise<ProbeResult>>();
  const waiting: (() => void)[] = [];
  let running = 0;
  const limited = async (url: string): Promise<ProbeResult> => {
    if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await probe(url, timeoutMs);
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
  return (target) => {
    const url = target.replace(/#.*$/s, '');
    const answer = asked.get(url) ?? limited(url);
    asked.set(url, answer);
    return answer;
  };
}

async function probe(url: string, timeoutMs: number): Promise<ProbeResult> {
  const head = await ask('HEAD', url, timeoutMs);
  if (head.kind === 'alive') return head;
  return ask('GET', url, timeoutMs);
}

async function ask(method: 'HEAD' | 'GET', url: string, timeoutMs: number): Promise<ProbeResult> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method, redirect: 'follow', signal });
    // What is not read keeps the connection.
    await response.body?.cancel();
    const { status } = response;
    // What HEAD is refused with says nothing of the page.
    if (status < 400 || (method === 'GET' && ALIVE.has(status))) return { kind: 'alive' };
    const reason = `answers ${status}`;
    return status === 404 || status === 410 ? { kind: 'gone', reason } : { kind: 'unsure', reason };
  } catch (error) {
    return describeFailure(error, timeoutMs);
  }
}

function describeFailure(error: unknown, timeoutMs: number): ProbeResult {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return { kind: 'unsure', reason: `does not answer within ${timeoutMs / 1000}s` };
  }
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOTFOUND') return { kind: 'gone', reason: 'names a host that does not exist' };
  if (code === 'ECONNREFUSED') return { kind: 'gone', reason: 'refuses the connection' };
  const reason = cause instanceof Error ? cause.message : String(error);
  return { kind: 'unsure', reason: `cannot be asked for: ${reason}` };
}
