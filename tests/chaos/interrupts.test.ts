import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventsOf, type InlineResult, startInline } from '../helpers/run-inline.ts';
import { HIDING_DOCUMENT } from './hiding-document.ts';
import { choose, createRandom, nameEvents, SEED, startStruck, strikeLate } from './striking.ts';

const LIMIT = { timeoutMs: 60_000 };

const EXIT_CODES: Readonly<Partial<Record<NodeJS.Signals, number>>> = {
  SIGINT: 130,
  SIGTERM: 143,
  SIGHUP: 129,
};

/** One signal, or a second one that leaves no time for anything. */
const SIGNALS: readonly (readonly NodeJS.Signals[])[] = [
  ['SIGINT'],
  ['SIGTERM'],
  ['SIGHUP'],
  ['SIGINT', 'SIGINT'],
  ['SIGTERM', 'SIGHUP'],
];

const undisturbed = await startInline(HIDING_DOCUMENT, LIMIT).result;
if (undisturbed.exitCode !== 0) throw new Error(undisturbed.stdout + undisturbed.stderr);
const PLACES = nameEvents(undisturbed.events);

const AT_EVENTS = PLACES.flatMap((name, i) =>
  SIGNALS.map((signals) => [signals.join(' and '), name, i + 1, signals] as const),
);

const random = createRandom(SEED);
const AT_MOMENTS = Array.from({ length: 15 }, (_, i) => {
  const signal = SIGNALS[i % 3]?.[0] ?? 'SIGINT';
  return [signal, 60 + Math.floor(random() * 500)] as const;
});

async function checkLeft(result: InlineResult): Promise<void> {
  const survivors = await result.survivors();
  for (const { pid } of survivors) process.kill(pid, 'SIGKILL');
  expect(survivors, result.stdout).toEqual([]);
}

/** Cleanup is owed from the first step on. */
function checkCleanup(result: InlineResult): void {
  const begun = eventsOf(result.events, 'step-start').length > 0;
  expect(existsSync(join(result.dir, 'cleaned')), result.stdout).toBe(begun);
}

/** The run had its end already, and nobody listened for signals any more. */
function checkOver({ events, signal, stdout }: InlineResult, signals: readonly string[]): void {
  expect(eventsOf(events, 'run-end'), stdout).toHaveLength(1);
  expect(signals).toContain(signal);
}

describe.concurrent(`an engine that is interrupted (seed ${SEED})`, () => {
  it.each(choose(AT_EVENTS))(
    'by %s after the event %s leaves no process, and cleans up unless told twice',
    async (_signals, name, count, signals) => {
      const engine = startStruck(HIDING_DOCUMENT, { at: 'event', count, signals }, LIMIT);
      const result = await engine.result;
      await checkLeft(result);
      const code = EXIT_CODES[signals[0] ?? 'SIGINT'];
      // All was done when it came.
      const late = name === 'run-end' ? [0] : [];
      if (result.signal !== null) checkOver(result, signals.slice(1));
      else expect([code, ...late], result.stdout + result.stderr).toContain(result.exitCode);
      if (signals.length === 1) checkCleanup(result);
      const ends = eventsOf(result.events, 'run-end');
      expect(ends.map(({ exitCode }) => exitCode)).toEqual([name === 'run-end' ? 0 : code]);
    },
    120_000,
  );

  it.each(choose(AT_MOMENTS))(
    'by %s after %i ms leaves no process',
    async (signal, delayMs) => {
      const engine = startInline(HIDING_DOCUMENT, LIMIT);
      await strikeLate(engine, signal, delayMs);
      const result = await engine.result;
      await checkLeft(result);
      if (result.signal === null) {
        expect([0, EXIT_CODES[signal]], result.stdout).toContain(result.exitCode);
        checkCleanup(result);
      }
      // Before its handlers are there the signal ends the program, which has done nothing then.
      else if (result.stdout !== '') checkOver(result, [signal]);
    },
    120_000,
  );
});
