import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reasonOf, withBlocks } from '../engine/blocks.ts';
import { eventsOf, type InlineResult, runInline } from '../helpers/run-inline.ts';
import { documentWith, HIDE, HIDING_DOCUMENT } from './hiding-document.ts';
import { choose, createRandom, SEED } from './striking.ts';

/** Hides ever more processes, while those that are there are being ended. */
const BREED = `while :; do
  setsid sleep 987.5 &
  (setsid bash -c 'setsid sleep 987.6 & sleep 987.7' &)
  sleep 0.02
done`;

const random = createRandom(SEED);
const draw = (count: number, limitMs: number): number[] =>
  Array.from({ length: count }, () => 1 + Math.floor(random() * limitMs));

async function run(document: string, args: readonly string[] = []): Promise<InlineResult> {
  const result = await runInline(document, { args, timeoutMs: 60_000 });
  const survivors = await result.survivors();
  for (const { pid } of survivors) process.kill(pid, 'SIGKILL');
  expect(survivors, result.stdout).toEqual([]);
  return result;
}

function expectCleaned({ dir, stdout }: InlineResult): void {
  expect(existsSync(join(dir, 'cleaned')), stdout).toBe(true);
}

describe.concurrent(`a step that hides processes leaves none (seed ${SEED})`, () => {
  it.each(choose(draw(16, 300)))(
    'when it goes on doing so until its timeout of %i ms',
    async (timeoutMs) => {
      const result = withBlocks(await run(documentWith(`timeout=${timeoutMs}ms`, BREED)));
      expect(reasonOf(result, 'step')).toEqual({ kind: 'timeout', timeoutMs });
      expect(result.exitCode).toBe(1);
      expectCleaned(result);
    },
    120_000,
  );

  it.each(choose(draw(8, 200)))(
    'when it fails after %i ms',
    async (delayMs) => {
      const code = `${HIDE}\nsleep ${delayMs / 1000}; (exit 3)`;
      const result = withBlocks(await run(documentWith('', code)));
      expect(reasonOf(result, 'step')).toMatchObject({ kind: 'exit', exit: { code: 3 } });
      expect(result.exitCode).toBe(1);
      expectCleaned(result);
    },
    120_000,
  );
});

describe.concurrent(`a run whose time is up (seed ${SEED})`, () => {
  it.each(choose(draw(24, 600)))(
    'after %i ms leaves no process, and cleans up',
    async (limitMs) => {
      const result = await run(HIDING_DOCUMENT, ['--timeout', `${limitMs}ms`]);
      const late = eventsOf(result.events, 'step-end').some(
        ({ verdict }) => verdict.status === 'failed' && verdict.reason.kind === 'run-timeout',
      );
      const unreached = eventsOf(result.events, 'step-end').some(
        ({ verdict }) => verdict.status === 'skipped',
      );
      expect(result.exitCode, result.stdout).toBe(late || unreached ? 1 : 0);
      expectCleaned(result);
    },
    120_000,
  );
});
