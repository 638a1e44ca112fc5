import { realpathSync, statSync } from 'node:fs';
import { replaceFile } from '../../store/replace-file.ts';

/** The permission bits that let anybody write. */
const WRITABLE = 0o222;

/**
 * Puts a new text in place of a file that has not changed meanwhile. A symbolic link stays; it is
 * its target that is written.
 *
 * @param before what the file must still hold
 * @returns why it was not written, one sentence without full stop
 */
export function writeDocument(
  file: string,
  before: string,
  after: string,
  read: (file: string) => string,
): string | undefined {
  try {
    const path = realpathSync(file);
    if ((statSync(path).mode & WRITABLE) === 0) return 'it is read-only';
    if (read(path) !== before) return 'it was changed by someone else during the run';
    replaceFile(path, after);
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'it is no longer there';
    if (code === 'ENOSPC') return 'the disk is full';
    return code === 'EACCES' || code === 'EROFS' ? 'this user may not write there' : message;
  }
}
