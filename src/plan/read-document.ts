import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { UsageError } from './usage-error.ts';

/**
 * Reads a document.
 *
 * @throws {@link UsageError} when it cannot be read or is not UTF-8 text.
 */
export function readDocument(path: string): string {
  const bytes = readBytes(path);
  if (isUtf8(bytes)) return bytes.toString('utf8');
  throw new UsageError(`${path}: is not UTF-8 text`);
}

/**
 * Reads a file, whatever it holds.
 *
 * @throws {@link UsageError} when it cannot be read.
 */
export function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`${path}: ${describeTrouble(error as NodeJS.ErrnoException)}`);
  }
}

function describeTrouble({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'is a folder';
  return code === 'EACCES' ? 'this user may not read it' : message;
}
