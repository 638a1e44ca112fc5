import { now, type RunContext } from './context.ts';

/**
 * Runs a step or a diagnosis so that the first Ctrl-C ends that alone, and not the run: the person is
 * at the run, and is asked what to do. The second one is that of any other run.
 */
export async function restartable<Result>(
  context: RunContext,
  only: 'step' | 'diagnosis',
  run: () => Promise<Result>,
): Promise<Result> {
  let interrupted = false;
  context.interruptStep = (): boolean => {
    if (interrupted || context.stop.signal.aborted) return false;
    interrupted = true;
    context.emit({ type: 'interrupted', time: now(), signal: 'SIGINT', only });
    context.stop.abort();
    return true;
  };
  try {
    const result = await run();
    // Nothing else has stopped the run, so it goes on.
    if (interrupted && context.stopCause === undefined) context.stop = new AbortController();
    return result;
  } finally {
    context.interruptStep = undefined;
  }
}
