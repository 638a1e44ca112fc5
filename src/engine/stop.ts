import { now, type RunContext, type StopCause } from './context.ts';

/**
 * Stops the step under way; what comes after it is cleanup. A second signal leaves no time for
 * anything.
 */
export function stopRun(context: RunContext, cause: StopCause): void {
  const again = context.stopCause?.kind === 'signal' && cause.kind === 'signal';
  if (replaces(cause, context.stopCause)) context.stopCause = cause;
  if (again) context.hurry.abort();
  if (cause.kind === 'engine-error') context.reserve.release();
  // First, so that a question is off the screen when it is said.
  context.stop.abort();
  if (cause.kind === 'signal') {
    context.emit({ type: 'interrupted', time: now(), signal: cause.signal });
  }
}

/** The exit code goes by the gravest cause, and of two like ones by the first. */
function replaces(cause: StopCause, current: StopCause | undefined): boolean {
  if (current === undefined) return true;
  const gravity = ['operator', 'run-timeout', 'signal', 'engine-error'];
  return gravity.indexOf(cause.kind) > gravity.indexOf(current.kind);
}
