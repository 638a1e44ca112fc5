/** What the tests of past runs have in common: commands on the records of an earlier run. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  type InlineOptions,
  type InlineResult,
  type Place,
  runInline,
} from '../helpers/run-inline.ts';

/** Runs a command without a document where an earlier one was started. */
export function command(
  place: Place,
  name: string,
  args: readonly string[] = [],
  options: InlineOptions = {},
): Promise<InlineResult> {
  return runInline('', { ...options, place, name: null, command: name, args });
}

/** The ids of the runs that a place has records of. */
export function runIds(place: Place): string[] {
  return readdirSync(join(place.stateDir, 'runbook/runs'));
}

/** The folder of the only run. */
export function runFolder(place: Place): string {
  return join(place.stateDir, 'runbook/runs', runIds(place)[0] ?? '');
}

/** Files that others may read, and folders that others may enter. */
export function openToOthers(place: Place): string[] {
  const names = readdirSync(place.stateDir, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => (statSync(join(place.stateDir, name)).mode & 0o077) !== 0);
}
