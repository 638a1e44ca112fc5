import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runProcess } from './run-process.js';

/** Whether system calls can be counted here. */
export const hasTracer = () =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'strace')));

/**
 * System calls of a run by name, but for those that found nothing; apart for the engine with its threads and for what it starts.
 * @returns {Promise<{ engine: Map<string, number>, bash: Map<string, number> }>}
 */
export async function traceCalls(words, folder) {
  const log = join(folder, 'calls.log');
  const tracer = ['strace', '-f', '-qq', '-o', log];
  const { status, lastWords } = await runProcess([...tracer, ...words], { folder });
  if (status !== 0) throw new Error(`ended with ${status}: ${lastWords}`);
  const counts = { engine: new Map(), bash: new Map() };
  const shells = new Set();
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    const [, pid, call, rest] = /^(\d+) +(?:<\.\.\. )?(\w+)(.*)$/.exec(line) ?? [];
    if (pid === undefined) continue;
    if (call === 'execve' && /^\("[^"]*\/bash"/.test(rest)) shells.add(pid);
    if (rest.endsWith('<unfinished ...>') || isLook(call, rest)) continue;
    const own = shells.has(pid) ? counts.bash : counts.engine;
    own.set(call, (own.get(call) ?? 0) + 1);
  }
  return counts;
}

/** A look that found nothing: how many there are depends on how long a step takes, which is long here. */
const isLook = (call, rest) =>
  rest.includes(' EAGAIN ') || (call.startsWith('epoll') && / = 0$/.test(rest));
