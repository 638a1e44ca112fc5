import { resolve } from 'node:path';
import type { Ready } from '../../model/types.ts';
import type { Probe } from './types.ts';

/** The probe for one `ready=`; `fill` replaces `${name}`, `cwd` is where paths begin. */
export async function createProbe(
  ready: Ready,
  fill: (text: string) => string,
  cwd: string,
): Promise<Probe> {
  switch (ready.kind) {
    case 'http':
      return (await import('./http.ts')).createHttpProbe(fill(ready.url));
    case 'port':
      return (await import('./port.ts')).createPortProbe(Number(fill(ready.port)));
    case 'log':
      return (await import('./log.ts')).createLogProbe(fill(ready.pattern));
    case 'file':
      return (await import('./file.ts')).createFileProbe(resolve(cwd, fill(ready.path)));
  }
}
