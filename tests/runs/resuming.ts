/** Runs that end early, and what goes on with them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { type Block, documentOf, withBlocks } from '../engine/blocks.ts';
import { type InlineOptions, type Place, startInline } from '../helpers/run-inline.ts';
import { command, runIds } from './records.ts';

/** A file of the folder that the run was started in. */
export const read = (place: Place, name: string): string =>
  readFileSync(join(place.dir, name), 'utf8');
/** A text without what differs from run to run. */
export const settle = (text: string, place: Place): string =>
  text
    .replaceAll(runIds(place)[0] ?? '', 'ID')
    .replaceAll(place.dir, 'DIR')
    .replaceAll(/\b\d+(\.\d+)?m?s\b/g, 'ELAPSED');

/** Resumes, with the events of what is run now. */
export async function resume(
  place: Place,
  args: readonly string[] = [],
  options: InlineOptions = {},
): Promise<ReturnType<typeof withBlocks>> {
  const report = ['--report', `jsonl=${place.report}`];
  return withBlocks(await command(place, 'resume', [...args, ...report], options));
}

/** Starts a run, waits until the file `up` is there, and kills its engine. */
export async function killEngine(
  document: string | readonly Block[],
  options: InlineOptions = {},
): Promise<Place> {
  const text = typeof document === 'string' ? document : documentOf(document);
  const one = startInline(text, options);
  await vi.waitFor(() => expect(existsSync(join(one.dir, 'up'))).toBe(true), 40_000);
  one.kill('SIGKILL');
  await one.result;
  return one.place;
}

/** A step that passes the second time. */
export const FAILS_ONCE: string = 'test -e go || { touch go; echo no; false; }';
