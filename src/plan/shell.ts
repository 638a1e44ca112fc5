import { locateProgram } from './find-program.ts';
import type { SearchPlace } from './interpreters.ts';
import { UsageError } from './usage-error.ts';

/**
 * The absolute path of the bash that runs shell blocks. Its version is the session's to check, as
 * it starts it anyway.
 *
 * @throws {@link UsageError} with the remedy when there is none.
 */
export function findShell(name: string, place: SearchPlace): string {
  const program = locateProgram(name, place);
  if (program !== null) return program;
  const where = name.includes('/')
    ? `there is no program at \`${name}\``
    : `no \`${name}\` on PATH`;
  throw unusableShell(where);
}

/** The error for a bash that is missing or too old, with the remedy. `what` completes the sentence. */
export function unusableShell(what: string): UsageError {
  return new UsageError(`shell blocks need bash 4.4 or newer, and ${what}`, [
    'install it (Debian, Ubuntu: `apt-get install bash`; Alpine: `apk add bash`; macOS: `brew install bash`)',
    "or name another one in the document's front matter: `runbook: {shell: /path/to/bash}`",
  ]);
}
