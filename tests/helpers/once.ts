/** What several test files need, and takes long to make. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MS = 100;

/**
 * Makes a folder once in a run of the tests: who comes first makes it, and all others wait, as long as
 * their own time limits say. Its failure is the failure of all of them.
 */
export async function makeOnce(
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), name);
  const done = `${folder}.done`;
  if (isFirst(folder)) {
    const trouble = await make(folder).then(() => '', String);
    writeFileSync(`${done}.new`, trouble);
    renameSync(`${done}.new`, done);
  }
  while (!existsSync(done)) await pause(LOOK_MS);
  const trouble = readFileSync(done, 'utf8');
  if (trouble !== '') throw new Error(`${name} could not be made: ${trouble}`);
  return folder;
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}
