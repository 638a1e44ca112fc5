import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FileContent, OutputView, Surroundings } from '../expect/types.ts';
import { tryConnect } from '../session/readiness/port.ts';
import type { Masker } from '../store/mask.ts';
import type { RunContext } from './context.ts';

const READ_CHUNK = 64 * 1024;
const MESSAGES: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read by this user',
  EISDIR: 'is a folder',
};

/** What the expectations of the step that just ran may ask of the host. */
export function createSurroundings({ session, masker }: RunContext): Surroundings {
  const { cwd } = session;
  return {
    readFile: async (path) => readFile(resolve(cwd, path), masker),
    connect: (port) => tryConnect('127.0.0.1', port),
  };
}

function readFile(path: string, masker: Masker): FileContent {
  try {
    const stat = statSync(path);
    // Opening a pipe or a device could wait for ever.
    if (!stat.isFile())
      return { ok: false, message: stat.isDirectory() ? 'is a folder' : 'is no file' };
    closeSync(openSync(path, 'r'));
    return { ok: true, view: createFileView(path, stat.size, masker) };
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return { ok: false, message: MESSAGES[code] ?? `cannot be read: ${message}` };
  }
}

function createFileView(path: string, size: number, masker: Masker): OutputView {
  return {
    size,
    *chunks() {
      const mask = masker.stream();
      const fd = openSync(path, 'r');
      try {
        for (;;) {
          const buffer = Buffer.allocUnsafe(READ_CHUNK);
          const length = readSync(fd, buffer, 0, READ_CHUNK, null);
          if (length === 0) break;
          yield mask.push(buffer.subarray(0, length));
        }
        yield mask.flush();
      } finally {
        closeSync(fd);
      }
    },
  };
}
