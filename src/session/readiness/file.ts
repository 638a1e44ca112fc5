import { statSync } from 'node:fs';
import type { Probe } from './types.ts';

/** `ready=file:PATH`: the file exists and was written after the step's start. */
export function createFileProbe(path: string): Probe {
  return {
    description: path,
    holder: async () => undefined,
    async check({ startedAt }) {
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat === undefined) return { ready: false, reason: 'no such file' };
      if (stat.mtimeMs < startedAt)
        return { ready: false, reason: 'the file is older than the step' };
      return { ready: true };
    },
  };
}
