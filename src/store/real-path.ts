import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** An absolute path with its symbolic links resolved, as far as it exists. Never throws. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}
