/** Everything that a run has written or printed, to be searched for what must not be there. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InlineResult } from '../helpers/run-inline.ts';

/** Every file below a folder, by its path. */
export function filesBelow(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [file, readFileSync(file, 'utf8')]));
}

/** Every file below the state folder, what was printed, and the report, with their names. */
export function everythingWritten(result: InlineResult): Record<string, string> {
  return {
    stdout: result.stdout,
    stderr: result.stderr,
    report: JSON.stringify(result.events),
    ...filesBelow(result.stateDir),
  };
}

/** Where one of the texts is found, as `text in name`. */
export function findLeaks(
  written: Readonly<Record<string, string>>,
  texts: readonly string[],
): string[] {
  return Object.entries(written).flatMap(([name, text]) =>
    texts.filter((one) => text.includes(one)).map((one) => `${one} in ${name}`),
  );
}

/** A secret in all the forms in which it is searched for. */
export function formsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(secret).replace(/%../g, (digits) => digits.toLowerCase()),
    ...(['base64', 'base64url'] as const).flatMap((encoding) => [
      Buffer.from(secret).toString(encoding).replace(/=+$/, ''),
      Buffer.from(`:${secret}`).toString(encoding).slice(4, -4),
      Buffer.from(`::${secret}`).toString(encoding).slice(4, -4),
    ]),
  ];
}
