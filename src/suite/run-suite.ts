import { NO_FENCES } from '../check/coverage.ts';
import type { InterruptSignal } from '../engine/interrupt-signal.ts';
import type { Run } from '../engine/types.ts';
import { runDocument } from './run-document.ts';
import type { DocumentResult, Suite, SuiteOptions, SuiteResult } from './types.ts';

/** Outcomes that count towards `--bail`. */
const BAD: ReadonlySet<DocumentResult['outcome']['status']> = new Set([
  'failed',
  'flaky',
  'refused',
  'broken',
]);

/**
 * Runs documents, several at once. All of them are in this process: a session is a bash of its own
 * already, and a program that starts for each document would take longer than most documents do.
 *
 * @param deliver told of each document in their order, as soon as those before it have come
 */
export function startSuite(
  files: readonly string[],
  options: SuiteOptions,
  deliver: (result: DocumentResult) => void,
): Suite {
  const runs = new Set<Run>();
  const stop: { signal?: InterruptSignal } = {};
  return {
    result: runAll(files, options, deliver, runs, stop),
    interrupt(signal) {
      stop.signal ??= signal;
      for (const run of runs) run.interrupt(signal);
    },
  };
}

async function runAll(
  files: readonly string[],
  options: SuiteOptions,
  deliver: (result: DocumentResult) => void,
  runs: Set<Run>,
  stop: { readonly signal?: InterruptSignal },
): Promise<SuiteResult> {
  const start = performance.now();
  const done: (DocumentResult | undefined)[] = files.map(() => undefined);
  let [next, delivered, bad] = [0, 0, 0];
  let trouble: { readonly error: unknown } | undefined;
  const isStopped = (): boolean =>
    stop.signal !== undefined ||
    trouble !== undefined ||
    bad >= (options.bail ?? Number.POSITIVE_INFINITY);
  const begin = (run: Run): (() => void) => {
    runs.add(run);
    // The signal may have come while the run was planned.
    if (stop.signal !== undefined) run.interrupt(stop.signal);
    return () => runs.delete(run);
  };
  const hand = (): void => {
    for (let result = done[delivered]; result !== undefined; result = done[delivered]) {
      delivered += 1;
      try {
        deliver(result);
      } catch (error) {
        trouble ??= { error };
      }
    }
  };
  const work = async (): Promise<void> => {
    for (let index = next++; index < files.length; index = next++) {
      const file = files[index] ?? '';
      const result = isStopped()
        ? notRun(file)
        : await runDocument(file, options, { begin, isStopped });
      if (BAD.has(result.outcome.status)) bad += 1;
      done[index] = result;
      hand();
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.jobs, files.length) }, work));
  // Only now: what was under way has come to its end.
  if (trouble !== undefined) throw trouble.error;
  return {
    documents: done.filter((result) => result !== undefined),
    durationMs: performance.now() - start,
    ...(stop.signal === undefined ? {} : { signal: stop.signal }),
  };
}

function notRun(file: string): DocumentResult {
  const outcome = { status: 'not-run' } as const;
  return { file, outcome, proof: NO_FENCES, notes: [], attempts: [], durationMs: 0 };
}
