import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { InterruptSignal } from '../engine/interrupt-signal.ts';
import type { Run } from '../engine/types.ts';
import { parseDuration } from '../model/duration.ts';
import { UsageError } from '../plan/usage-error.ts';
import { quoteForShell } from '../session/quote-for-shell.ts';
import type { Flags } from './option-types.ts';

const SIGNALS: readonly InterruptSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Lets signals to the program interrupt a run. Returns how to leave that. */
export function forwardSignals(run: Pick<Run, 'interrupt'>): () => void {
  let hungUp = false;
  const handlers = SIGNALS.map((signal) => {
    const handler = (): void => {
      // A terminal that goes away is told by the kernel and by the shell: that is not asking twice.
      if (signal === 'SIGHUP' && hungUp) return;
      hungUp ||= signal === 'SIGHUP';
      run.interrupt(signal);
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => {
    for (const release of handlers) release();
  };
}

/**
 * The limit of a run in milliseconds.
 *
 * @throws {@link UsageError} for what is no duration.
 */
export function readTimeout(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  if (ms === undefined || ms <= 0) {
    throw new UsageError(`--timeout ${text}: is no duration such as \`90s\` or \`10m\``);
  }
  return ms;
}

/** What other commands need on their command line to find the records of runs. */
export function locateRecords(flags: Flags): string {
  const dir = flags['state-dir'];
  if (dir === undefined) return '';
  return ` --state-dir ${asShellWord(resolve(dir))}`;
}

/** What was typed, where an option can be put behind it. */
export function describeTyped(): { typed?: string } {
  const words = process.argv.slice(2);
  return words.includes('--') ? {} : { typed: ['runbook', ...words].map(asShellWord).join(' ') };
}

/** A word of a command line that can be copied. */
export function asShellWord(text: string): string {
  return /^[\w./=-]+$/.test(text) ? text : quoteForShell(text);
}

/** The folder that keeps the records of runs; absolute. */
export function readStateDir(flags: Flags): string {
  const given = flags['state-dir'];
  return given === undefined ? defaultStateDir() : resolve(given);
}

/** Where records are kept unless somebody says otherwise; absolute. */
export function defaultStateDir(): string {
  // The XDG rules: a relative path is as good as none.
  const base = process.env['XDG_STATE_HOME'];
  const root = base?.startsWith('/') ? base : join(homedir(), '.local', 'state');
  return join(root, 'runbook');
}
