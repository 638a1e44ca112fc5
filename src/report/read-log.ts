import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { readLines } from '../expect/text/normalize.ts';
import type { LogText } from './kinds/types.ts';
import { cutLine, showControls } from './visible.ts';

/** How much is shown at once, at each end of a log that is longer than both; characters. */
const SHOWN = 24 * 1024;
/** Of a log that is longer nothing but its ends is read; bytes. */
const MOST = 8 * 1024 * 1024;

/** Reads a log as people see it; nothing when it is not there any more. */
export function readLog(path: string): LogText | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    const stat = fstatSync(fd);
    if (!stat.isFile()) return undefined;
    return stat.size > MOST ? readEnds(fd, stat.size) : readWhole(fd, stat.size);
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function readWhole(fd: number, bytes: number): LogText {
  const lines = readPart(fd, 0, bytes);
  const whole = lines.join('\n');
  const shown = lines.map(cutLine);
  const size = shown.reduce((sum, line) => sum + line.length + 1, 0);
  const isCut = shown.some((line, at) => line !== lines[at]);
  const rest = isCut ? { whole } : {};
  if (size <= 2 * SHOWN) return { head: shown.join('\n'), ...rest, lines: lines.length, bytes };
  return { ...takeEnds(shown, shown), whole, lines: lines.length, bytes };
}

function readEnds(fd: number, bytes: number): LogText {
  const begin = readPart(fd, 0, 2 * SHOWN)
    .slice(0, -1)
    .map(cutLine);
  const end = readPart(fd, bytes - 2 * SHOWN, 2 * SHOWN)
    .slice(1)
    .map(cutLine);
  return { ...takeEnds(begin, end), bytes };
}

function takeEnds(
  first: readonly string[],
  last: readonly string[],
): { readonly head: string; readonly tail: string } {
  const head = takeWhileShort(first);
  const tail = takeWhileShort([...last].reverse()).reverse();
  return { head: head.join('\n'), tail: tail.join('\n') };
}

function takeWhileShort(lines: readonly string[]): string[] {
  let room = SHOWN;
  let count = 0;
  while (count < lines.length && room > 0) room -= (lines[count++]?.length ?? 0) + 1;
  return lines.slice(0, count);
}

function readPart(fd: number, from: number, bytes: number): string[] {
  const part = Buffer.alloc(bytes);
  let length = 0;
  for (let read = 1; read > 0 && length < bytes; length += read)
    read = readSync(fd, part, length, bytes - length, from + length);
  const lines: string[] = [];
  const view = { size: length, chunks: () => [part.subarray(0, length)] };
  readLines(view, (line) => {
    lines.push(showControls(line));
    return true;
  });
  return lines;
}

/** Reads the logs below folders and no other file: where a record comes from elsewhere, it may say anything. */
export function readLogBelow(folders: readonly string[]): (path: string) => LogText | undefined {
  return (path) => (folders.some((folder) => isBelow(folder, path)) ? readLog(path) : undefined);
}

function isBelow(folder: string, path: string): boolean {
  try {
    const inside = relative(realpathSync(folder), realpathSync(path));
    return !inside.startsWith('..') && !isAbsolute(inside);
  } catch {
    return false;
  }
}
