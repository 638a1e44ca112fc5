import { resolve } from 'node:path';
import type { Ready } from '../../model/types.ts';
import type { Target } from '../targets/types.ts';
import { type Probe, UnusableReadinessError } from './types.ts';

const LAST_PORT = 65_535;

/**
 * The probe for one `ready=`; `fill` replaces `${name}`, `cwd` is where paths begin.
 *
 * @throws {@link UnusableReadinessError} when a value that was filled in does not fit.
 */
export async function createProbe(
  ready: Ready,
  fill: (text: string) => string,
  cwd: string,
  { files, network }: Pick<Target, 'files' | 'network'>,
): Promise<Probe> {
  switch (ready.kind) {
    case 'http':
      return (await import('./http.ts')).createHttpProbe(readAddress(fill(ready.url)), network);
    case 'port':
      return (await import('./port.ts')).createPortProbe(readPort(fill(ready.port)), network);
    case 'log':
      return createLogProbe(fill(ready.pattern));
    case 'file':
      return (await import('./file.ts')).createFileProbe(resolve(cwd, fill(ready.path)), files);
  }
}

function readAddress(text: string): URL {
  if (!URL.canParse(text)) throw new UnusableReadinessError(`\`${text}\` is no address`);
  return new URL(text);
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= LAST_PORT) return port;
  throw new UnusableReadinessError(`\`${text}\` is no port (1 to ${LAST_PORT})`);
}

async function createLogProbe(pattern: string): Promise<Probe> {
  const log = await import('./log.ts');
  try {
    return log.createLogProbe(pattern);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnusableReadinessError(`\`${pattern}\` is no usable regular expression: ${reason}`);
  }
}
