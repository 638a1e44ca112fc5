import { unlinkSync } from 'node:fs';

/** Removes a file if there is one. `rmSync` would load what removes folders, which takes longer than all else. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
