import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

const NEW_FILE_MODE = 0o644;

/**
 * Writes a file by a temporary one beside it and a rename: nobody ever reads half a file.
 *
 * @param mode permission bits; without them those of the old file are kept, or 0644
 */
export function replaceFile(path: string, content: string, mode?: number): void {
  const old = statSync(path, { throwIfNoEntry: false });
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}`);
  try {
    writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' });
    chmodSync(temporary, mode ?? (old === undefined ? NEW_FILE_MODE : old.mode & 0o7777));
    if (old !== undefined) keepOwner(temporary, old);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Only root can give a file away; to everybody else the new file belongs anyway. */
function keepOwner(path: string, { uid, gid }: Stats): void {
  const own = statSync(path);
  if (process.getuid?.() !== 0 || (own.uid === uid && own.gid === gid)) return;
  chownSync(path, uid, gid);
}
