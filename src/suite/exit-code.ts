import type { InterruptSignal } from '../engine/interrupt-signal.ts';
import type { DocumentOutcome, SuiteResult } from './types.ts';

const INTERRUPTED: Readonly<Record<InterruptSignal, number>> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
};

/** The suite's exit code. A flaky document is none that passed. */
export function suiteExitCode({
  documents,
  signal,
}: Pick<SuiteResult, 'documents' | 'signal'>): number {
  const has = (...wanted: DocumentOutcome['status'][]): boolean =>
    documents.some(({ outcome }) => wanted.includes(outcome.status));
  if (has('broken')) return 5;
  if (signal !== undefined) return INTERRUPTED[signal];
  if (has('failed', 'flaky')) return 1;
  // A document that is not valid is a failure of the suite, unless nothing but such documents was there.
  if (has('refused')) return has('passed') ? 1 : 2;
  if (documents.some(({ outcome }) => outcome.status === 'passed' && outcome.overridden)) return 4;
  return has('passed') ? 0 : 3;
}
