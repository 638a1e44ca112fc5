import { openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import type { ProcessInfo } from '../engine/verdict.ts';
import { readWithSpare, rethrowOutOfFiles } from './open-files.ts';

/** A process as `/proc/PID/stat` tells it. Where there is no `/proc`, every list is empty. */
export interface ProcessEntry extends ProcessInfo {
  readonly parent: number;
  /** Id of its process group: the pid of the group's leader. */
  readonly group: number;
  /** Id of its session: the pid of the session's leader. */
  readonly session: number;
  /** Start time in clock ticks since boot. */
  readonly started: number;
}

/** All processes that are alive; zombies are not. */
export function listProcesses(): ProcessEntry[] {
  return processIds().flatMap((pid) => readProcess(pid) ?? []);
}

/** The process, unless there is none or it is a zombie. */
export function readProcess(pid: number): ProcessEntry | undefined {
  let stat: string;
  try {
    stat = readWithSpare(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    rethrowOutOfFiles(error);
    return undefined;
  }
  // The name stands in parentheses and may hold blanks and parentheses itself.
  const end = stat.lastIndexOf(')');
  const fields = stat.slice(end + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return {
    pid,
    // Read when somebody is told of it, which is seldom.
    get command() {
      return readCommand(pid) || stat.slice(stat.indexOf('(') + 1, end);
    },
    parent: Number(fields[1]),
    group: Number(fields[2]),
    session: Number(fields[3]),
    started: Number(fields[19]),
  };
}

/** Path of the program that the process runs; empty when it is not ours. */
export function readProgram(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return '';
  }
}

/** The process's environment as it was at its start, as `NAME=value`; empty when it is not ours. */
export function readEnvironment(pid: number): string[] {
  try {
    return readWithSpare(() => readFileSync(`/proc/${pid}/environ`, 'latin1')).split('\0');
  } catch (error) {
    rethrowOutOfFiles(error);
    return [];
  }
}

/**
 * The pid that was given out last in this pid namespace. When it is the same after a step as
 * before, the step started no process, and there is nothing to look for.
 */
export function lastPid(): number {
  const text = readLoad();
  return text === '' ? -1 : Number(text.split(' ')[4]);
}

/** More pids than this in a row are not looked at one by one. */
const FEW_PIDS = 256;

/**
 * The processes started since `mark` was the last pid, as far as they are alive. Pids are given out
 * one after the other, so on a busy host this is a look at a few files instead of at all of `/proc`.
 */
export function listProcessesSince(mark: number): ProcessEntry[] {
  const last = lastPid();
  if (mark < 0 || last < mark || last - mark > FEW_PIDS) return listProcesses();
  return Array.from({ length: last - mark }, (_, i) => readProcess(mark + 1 + i) ?? []).flat();
}

/** Clock ticks since boot, as in {@link ProcessEntry.started}; a tick is 10 ms on Linux. */
export function ticksSinceBoot(): number {
  return Math.floor(Number(readUptime().split(' ')[0]) * 100) || 0;
}

const readLoad = keepOpen('/proc/loadavg');
const readUptime = keepOpen('/proc/uptime');

/** Reads a short file that is asked for with every step, so it stays open; empty where there is none. */
function keepOpen(path: string): () => string {
  const buffer = Buffer.alloc(128);
  let fd: number | undefined;
  return () => {
    try {
      fd ??= openSync(path, 'r');
      return buffer.toString('latin1', 0, readSync(fd, buffer, 0, buffer.length, 0));
    } catch {
      return '';
    }
  };
}

function processIds(): number[] {
  try {
    return readWithSpare(() => readdirSync('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch (error) {
    rethrowOutOfFiles(error);
    return [];
  }
}

function readCommand(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
