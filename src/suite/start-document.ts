import type { RunEvent } from '../engine/events.ts';
import { startRun } from '../engine/run.ts';
import type { Run } from '../engine/types.ts';
import type { Plan } from '../plan/types.ts';
import type { SuiteOptions } from './types.ts';

/** Begins a document of a suite: whatever becomes of it, it is cleaned up, and nothing of it stays. */
export function startDocument(
  plan: Plan,
  options: SuiteOptions,
  emit: (event: RunEvent) => void,
): Run {
  const { version, stateDir, locator, keepGoing, timeoutMs, operator } = options;
  return startRun(plan, {
    version,
    stateDir,
    locator,
    keep: false,
    cleanup: true,
    keepGoing,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    live: false,
    operator,
    emit,
  });
}
