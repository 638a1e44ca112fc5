import { closeSync, constants, openSync } from 'node:fs';
import { open } from 'node:fs/promises';

const RETRY_MS = 50;

/**
 * Writes a text to a named pipe that a process is about to read to its end. Opening waits for the
 * reader; should the process end instead (`ended`), the wait is broken off.
 */
export async function writeToPipe(
  path: string,
  text: string,
  ended: Promise<unknown>,
): Promise<void> {
  let written = false;
  const writing = (async () => {
    const pipe = await open(path, constants.O_WRONLY);
    try {
      await pipe.writeFile(text);
    } catch {
      // The reader went away; its end is reported by those who wait for it.
    } finally {
      await pipe.close();
    }
  })().finally(() => {
    written = true;
  });
  const release = (): void => {
    if (written) return;
    try {
      // A reader for a moment, so that the writer's `open` returns.
      closeSync(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
    } catch {
      // There may be no open file left for it now.
      setTimeout(release, RETRY_MS);
    }
  };
  void ended.then(release);
  await writing;
}
