import {
  closeSync,
  openSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { makeFolder } from '../../../store/make-folder.ts';
import { replaceFile, setRights } from '../../../store/replace-file.ts';
import type { FileHost, PathKind, ReadFile } from '../types.ts';

const READ_CHUNK = 64 * 1024;

/** The files of this host. */
export const LOCAL_FILES: FileHost = {
  async kind(path) {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat === undefined ? undefined : kindOf(stat);
  },
  async identify(path) {
    const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
    return stat === undefined ? undefined : `${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeNs}`;
  },
  read: async (path) => read(path),
  async readText(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  },
  realTarget: async (path) => realTarget(path),
  makeFolder: async (path) => makeFolder(path),
  async replace(path, content, rights) {
    makeFolder(dirname(path));
    replaceFile(path, content, rights);
  },
  setRights: async (path, rights) => setRights(path, rights),
};

function kindOf(stat: { isFile(): boolean; isDirectory(): boolean }): PathKind {
  return stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'other';
}

function read(path: string): ReadFile {
  try {
    const stat = statSync(path);
    const mode = stat.mode & 0o7777;
    // Opening a pipe or a device could wait for ever.
    if (!stat.isFile()) return { ok: false, kind: kindOf(stat), mode };
    try {
      closeSync(openSync(path, 'r'));
    } catch (error) {
      return { ok: false, error: error as NodeJS.ErrnoException, mode };
    }
    return { ok: true, size: stat.size, mode, chunks: () => readChunks(path) };
  } catch (error) {
    return { ok: false, error: error as NodeJS.ErrnoException };
  }
}

function* readChunks(path: string): Iterable<Buffer> {
  const fd = openSync(path, 'r');
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafe(READ_CHUNK);
      const length = readSync(fd, buffer, 0, READ_CHUNK, null);
      if (length === 0) break;
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(fd);
  }
}

function realTarget(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const target = readLink(path);
    if (target !== undefined) return realTarget(resolve(dirname(path), target));
    return join(realTarget(dirname(path)), basename(path));
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
