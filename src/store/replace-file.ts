import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const NEW_FILE_MODE = 0o644;

/** Who a file belongs to, and who may read and write it. What is absent is kept, or as for any new file. */
export interface FileRights {
  readonly uid?: number;
  readonly gid?: number;
  /** Permission bits. */
  readonly mode?: number;
}

/**
 * Writes a file by a temporary one beside it and a rename: nobody ever reads half a file.
 */
export function replaceFile(path: string, content: string, rights: FileRights = {}): void {
  const old = statSync(path, { throwIfNoEntry: false });
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}`);
  try {
    writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' });
    const kept = old === undefined ? {} : { uid: old.uid, gid: old.gid };
    const mode = old === undefined ? NEW_FILE_MODE : old.mode & 0o7777;
    if (rights.uid !== undefined) setRights(temporary, rights);
    else keepOwner(temporary, kept);
    // Last: to give a file away takes its set-user bits from it.
    setRights(temporary, { mode: rights.mode ?? mode });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Only root can give a file away; to everybody else the new file belongs anyway. */
function keepOwner(path: string, { uid, gid }: FileRights): void {
  if (process.getuid?.() === 0)
    setRights(path, {
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
}

/** Gives a file an owner and a mode, where they are others. */
export function setRights(path: string, { uid, gid, mode }: FileRights): void {
  const own = statSync(path);
  const [user, group] = [uid ?? own.uid, gid ?? own.gid];
  if (own.uid !== user || own.gid !== group) chownSync(path, user, group);
  if (mode !== undefined && (own.mode & 0o7777) !== mode) chmodSync(path, mode);
}
