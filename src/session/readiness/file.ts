import { statSync } from 'node:fs';
import type { Probe } from './types.ts';

/**
 * `ready=file:PATH`: the file exists and was written after the step's start. It is compared with
 * what was there when the probe was made, because the clock of a file system lags behind ours.
 */
export function createFileProbe(path: string): Probe {
  const before = identify(path);
  return {
    description: path,
    holder: async () => undefined,
    async check() {
      const now = identify(path);
      if (now === undefined) return { ready: false, reason: 'no such file' };
      if (now === before) return { ready: false, reason: 'the file is older than the step' };
      return { ready: true };
    },
  };
}

/** What changes when a file is written or replaced. */
function identify(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? undefined : `${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeNs}`;
}
