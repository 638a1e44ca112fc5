import { now, type RunContext } from './context.ts';
import type { StepVerdict } from './verdict.ts';

/**
 * Runs a step so that the first Ctrl-C ends the step alone, and not the run: the person is at the
 * run, and is asked what to do. The second one is that of any other run.
 */
export async function restartable(
  context: RunContext,
  run: () => Promise<StepVerdict>,
): Promise<StepVerdict> {
  let interrupted = false;
  context.interruptStep = (): boolean => {
    if (interrupted || context.stop.signal.aborted) return false;
    interrupted = true;
    context.emit({ type: 'interrupted', time: now(), signal: 'SIGINT', only: 'step' });
    context.stop.abort();
    return true;
  };
  try {
    const verdict = await run();
    // Nothing else has stopped the run, so it goes on.
    if (interrupted && context.stopCause === undefined) context.stop = new AbortController();
    return verdict;
  } finally {
    context.interruptStep = undefined;
  }
}
