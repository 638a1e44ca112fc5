import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { SearchPlace } from './interpreters.ts';

/**
 * The absolute path of a program as a shell would find it: on `PATH`, or at the path itself when
 * the name has a slash.
 */
export function findProgram(name: string, path: string | undefined, cwd: string): string | null {
  if (name.includes('/')) {
    const whole = isAbsolute(name) ? name : resolve(cwd, name);
    return isExecutable(whole) ? whole : null;
  }
  for (const folder of (path ?? '').split(delimiter)) {
    const candidate = join(resolve(cwd, folder), name);
    if (isExecutable(candidate)) return candidate;
  }
  return null;
}

/** The same where the host may be another one, which was asked before. */
export function locateProgram(name: string, place: SearchPlace): string | null {
  if (place.there !== undefined) return place.there.get(name) ?? null;
  return findProgram(name, place.path, place.cwd);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
