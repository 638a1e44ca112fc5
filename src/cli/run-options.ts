import { resolve } from 'node:path';
import { parseDuration } from '../model/duration.ts';
import { UsageError } from '../plan/usage-error.ts';
import { asShellWord } from '../session/quote-for-shell.ts';
import { defaultStateDir } from '../store/default-state-dir.ts';
import type { Flags } from './option-types.ts';

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

/** The folder that keeps the records of runs; absolute. */
export function readStateDir(flags: Flags): string {
  const given = flags['state-dir'];
  return given === undefined ? defaultStateDir() : resolve(given);
}
