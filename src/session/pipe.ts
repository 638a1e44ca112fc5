import { closeSync, constants, openSync } from 'node:fs';
import { open } from 'node:fs/promises';

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
      written = true;
      await pipe.close();
    }
  })();
  void ended.then(() => {
    // A reader for a moment, so that the writer's `open` returns.
    if (!written) closeSync(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
  });
  await writing;
}
