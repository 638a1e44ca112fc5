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
  return parseStat(stat, () => readCommand(pid));
}

/**
 * Reads the text of `/proc/PID/stat`; `undefined` for a zombie. `command` gives the command line, which
 * may be empty.
 */
export function parseStat(stat: string, command: () => string): ProcessEntry | undefined {
  // The name stands in parentheses and may hold blanks and parentheses itself.
  const end = stat.lastIndexOf(')');
  const fields = stat.slice(end + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return {
    pid: Number.parseInt(stat, 10),
    // Read when somebody is told of it, which is seldom.
    get command() {
      return command() || stat.slice(stat.indexOf('(') + 1, end);
    },
    parent: Number(fields[1]),
    group: Number(fields[2]),
    session: Number(fields[3]),
    started: Number(fields[19]),
  };
}

/** The text of `/proc/PID/status`, which everybody may read; empty when there is no such process. */
export function readStatus(pid: number): string {
  try {
    return readWithSpare(() => readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch (error) {
    rethrowOutOfFiles(error);
    return '';
  }
}

/** Numbers of the users by the text of `/proc/PID/status` of some processes. */
export function readUsers(text: string): Set<number> {
  return new Set([...text.matchAll(/^Uid:\t\d+\t(\d+)/gm)].map(([, uid]) => Number(uid)));
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

/** A moment, as the starts of processes tell it: pids are given out one after the other in a tick. */
export interface Moment {
  /** Clock ticks since boot, as in {@link ProcessEntry.started}; a tick is 10 ms on Linux. */
  readonly tick: number;
  /** The pid that was given out last; 0 or less where the system does not tell. */
  readonly pid: number;
}

/** The present moment. */
export function presentMoment(): Moment {
  return { tick: readTick(readUptime()), pid: lastPid() };
}

/** The ticks in the text of `/proc/uptime`, which has seconds with two decimals. */
export function readTick(uptime: string): number {
  return Math.round(Number(uptime.split(' ')[0]) * 100) || 0;
}

/** No system gives out so many in a tick; what is further apart tells that pids began anew in between. */
const PIDS_IN_A_TICK = 16_384;

/** Whether a process was started after that moment. */
export function isStartedSince(
  { pid, started }: Pick<ProcessEntry, 'pid' | 'started'>,
  moment: Moment,
): boolean {
  if (started !== moment.tick || moment.pid <= 0) return started >= moment.tick;
  const further = pid - moment.pid;
  return further > 0 ? further < PIDS_IN_A_TICK : further < -PIDS_IN_A_TICK;
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
