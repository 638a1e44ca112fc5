import type { FileHost } from '../targets/types.ts';
import type { Probe } from './types.ts';

/**
 * `ready=file:PATH`: the file exists and was written after the step's start. It is compared with
 * what was there when the probe was made, because the clock of a file system lags behind ours.
 */
export async function createFileProbe(path: string, files: FileHost): Promise<Probe> {
  const before = await files.identify(path);
  return {
    description: path,
    holder: async () => undefined,
    async check() {
      const now = await files.identify(path);
      if (now === undefined) return { ready: false, reason: 'no such file' };
      if (now === before) return { ready: false, reason: 'the file is older than the step' };
      return { ready: true };
    },
  };
}
