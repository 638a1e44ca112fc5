import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { ProcessInfo } from '../engine/verdict.ts';
import { readWithSpare, rethrowOutOfFiles } from './open-files.ts';
import { readEnvironment, readProcess } from './process-table.ts';

const STATE_LISTEN = '0A';

/** A process that holds a socket. */
export interface Holder extends ProcessInfo {
  /** The run that it was started by, where it was one and that is known. */
  readonly run?: string;
}

/** Who listens on a TCP port of this host. */
export interface Listener {
  /** Processes that hold the socket; empty when they are another user's. */
  readonly holders: readonly Holder[];
  /** Numbers of the users who opened it, as the system tells them to everybody. */
  readonly users: ReadonlySet<number>;
}

/**
 * The listener on `port`, from `/proc/net/tcp` and `tcp6`. `undefined` when nobody listens, `null`
 * where the system does not tell (no Linux).
 */
export function findListener(port: number): Listener | undefined | null {
  const sockets = listeningSockets(port);
  if (sockets === null) return null;
  if (sockets.size === 0) return undefined;
  return { holders: holdersOf(new Set(sockets.keys())), users: new Set(sockets.values()) };
}

/** Whether `host` names this machine, so that its listener can be looked up here. */
export function isLocalHost(host: string): boolean {
  if (isLoopback(host)) return true;
  const name = stripBrackets(host);
  return Object.values(networkInterfaces()).some((list) => list?.some((i) => i.address === name));
}

/** Whether `host` names the machine itself, whichever it is. */
export function isLoopback(host: string): boolean {
  const name = stripBrackets(host);
  return ['localhost', '::1', '::', '0.0.0.0'].includes(name) || name.startsWith('127.');
}

function stripBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

/** `pid 812 (nginx)`, for messages; what a run has left says of which. */
export function describeHolders(listener: Listener): string {
  if (listener.holders.length === 0) return 'a process of another user';
  return listener.holders
    .map(({ pid, command, run }) => `pid ${pid} (${command})${run ? ` of run ${run}` : ''}`)
    .join(', ');
}

/** The user of each socket that listens on the port, by its inode. */
function listeningSockets(port: number): Map<string, number> | null {
  const sockets = new Map<string, number>();
  let readable = false;
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    let text: string;
    try {
      text = readWithSpare(() => readFileSync(table, 'latin1'));
    } catch (error) {
      rethrowOutOfFiles(error);
      continue;
    }
    readable = true;
    for (const [inode, user] of readListening(text, port)) sockets.set(inode, user);
  }
  return readable ? sockets : null;
}

/** The sockets that listen on a port and whose they are, by the text of `/proc/net/tcp` or `tcp6`. */
export function readListening(text: string, port: number): Map<string, number> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const sockets = new Map<string, number>();
  for (const line of text.split('\n')) {
    const fields = line.trim().split(/\s+/);
    if (fields[3] !== STATE_LISTEN || !fields[1]?.endsWith(`:${hex}`)) continue;
    if (fields[9] !== undefined) sockets.set(fields[9], Number(fields[7]));
  }
  return sockets;
}

function holdersOf(inodes: ReadonlySet<string>): Holder[] {
  const links = new Set([...inodes].map((inode) => `socket:[${inode}]`));
  return readWithSpare(() => readdirSync('/proc'))
    .filter((name) => /^\d+$/.test(name) && holdsAny(name, links))
    .flatMap((name) => readProcess(Number(name)) ?? [])
    .map(({ pid, command }) => ({ pid, command: command.slice(0, 80), ...findRun(pid) }));
}

/** By the variable that every step of a run has. */
function findRun(pid: number): { run?: string } {
  const tag = 'RUNBOOK_RUN=';
  const own = readEnvironment(pid).find((one) => one.startsWith(tag));
  return own === undefined ? {} : { run: own.slice(tag.length) };
}

function holdsAny(pid: string, links: ReadonlySet<string>): boolean {
  try {
    return readWithSpare(() => readdirSync(`/proc/${pid}/fd`)).some((fd) => {
      try {
        return links.has(readlinkSync(`/proc/${pid}/fd/${fd}`));
      } catch {
        return false;
      }
    });
  } catch (error) {
    rethrowOutOfFiles(error);
    return false;
  }
}
