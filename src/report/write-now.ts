import { writeSync } from 'node:fs';

/** Writes to the terminal before anything else happens, such as the program being stopped. */
export function writeNow(text: string): void {
  try {
    writeSync(process.stdout.fd, text);
  } catch {
    // The terminal is gone: nobody sees it.
  }
}
