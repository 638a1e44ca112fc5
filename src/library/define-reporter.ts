import { UsageError } from '../plan/usage-error.ts';
import { type ReporterFactory, refuseReporter } from '../report/own-reporter.ts';
import type { Reporter } from '../report/types.ts';

/**
 * A reporter, with the type of each hook's event known to the compiler. It is given to `run`, or, as the
 * default export of a module, to the program: `runbook run deployment.md --report ./reporter.js=FILE`.
 * A function gets what it writes with, and makes the reporter.
 *
 * It gives back what it is given, so a module without this package exports the same object.
 *
 * @example
 * ```ts
 * export default defineReporter(({ write }) => ({
 *   name: 'times',
 *   hooks: { 'step-end': ({ step, durationMs }) => write(`${step} ${Math.round(durationMs)} ms\n`) },
 * }));
 * ```
 * @throws {@link UsageError} for a hook that no event has.
 */
export function defineReporter(reporter: Reporter): Reporter;
export function defineReporter(create: ReporterFactory): ReporterFactory;
export function defineReporter(own: Reporter | ReporterFactory): Reporter | ReporterFactory {
  if (typeof own === 'function') return own;
  const why = refuseReporter(own);
  if (why !== undefined) throw new UsageError(why);
  return own;
}
