/** Engines that are hit by a signal at a chosen place, and places that a seed chooses. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RunEvent } from '../../src/engine/events.ts';
import { ROOT } from '../helpers/paths.ts';
import { type InlineOptions, type InlineProcess, startInline } from '../helpers/run-inline.ts';

export const SEED: number = Number(process.env['RUNBOOK_CHAOS_SEED'] ?? 7);

/** At most so many rounds of each kind; all of them without it. */
const ROUNDS = Number(process.env['RUNBOOK_CHAOS_ROUNDS'] ?? Number.POSITIVE_INFINITY);

/** Where an engine is hit. `count` is from 1, in what this one process does. */
export interface Strike {
  /**
   * `event`: just after it has written so many events to its journal; `torn-event`: in the middle of
   * the last of them; `operation`: after so many operations on files.
   */
  readonly at: 'event' | 'torn-event' | 'operation';
  /** Only operations on files whose paths end so are counted. */
  readonly path?: string;
  readonly count: number;
  /** One after the other, a moment between them. */
  readonly signals: readonly NodeJS.Signals[];
}

/** Starts an engine that hits itself, so that no moment is too short. */
export function startStruck(
  document: string,
  strike: Strike | undefined,
  options: InlineOptions,
): InlineProcess {
  const hook = pathToFileURL(join(ROOT, 'tests/chaos/strike.js')).href;
  const striking =
    strike === undefined
      ? {}
      : { NODE_OPTIONS: `--import ${hook}`, RUNBOOK_STRIKE: JSON.stringify(strike) };
  return startInline(document, {
    ...options,
    timeoutMs: 60_000,
    env: { ...options.env, ...striking },
  });
}

/** Hits an engine from outside, so long after its program was started. */
export async function strikeLate(
  engine: InlineProcess,
  signal: NodeJS.Signals,
  delayMs: number,
): Promise<void> {
  const timer = setTimeout(() => engine.kill(signal), delayMs);
  await engine.result;
  clearTimeout(timer);
}

/** The event that each place is after, in words. */
export function nameEvents(events: readonly RunEvent[]): string[] {
  const written = events.filter(({ type }) => type !== 'step-output' && type !== 'step-waiting');
  return written.map((event) => ('step' in event ? `${event.type} ${event.step}` : event.type));
}

/** How many operations on files an undisturbed program does, of {@link Strike} `operation`. */
export function countOperations(stderr: string): number {
  const [, count = ''] = /^operations (\d+) /m.exec(stderr) ?? [];
  return Number(count);
}

/** Numbers from 0 to 1 that the seed decides (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Of these rounds so many as are asked for, from all over the list. */
export function choose<Round>(rounds: readonly Round[]): Round[] {
  const count = Math.min(ROUNDS, rounds.length);
  const first = Math.floor(createRandom(SEED)() * rounds.length);
  return Array.from({ length: count }, (_, i) => {
    const round = rounds[(first + Math.floor((i * rounds.length) / count)) % rounds.length];
    return round === undefined ? [] : [round];
  }).flat();
}
