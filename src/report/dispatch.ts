import type { RunEvent } from '../engine/events.ts';
import type { Reporter } from './types.ts';

/** The way of events to the reporters. */
export interface Dispatcher {
  emit(event: RunEvent): void;
  /** Lets every reporter write out what is pending. */
  close(): Promise<void>;
}

/**
 * Hands each event to every reporter. One that throws is told nothing more; the run and the other
 * reporters do not notice.
 *
 * @param complain - told once about a reporter that failed.
 */
export function createDispatcher(
  reporters: readonly Reporter[],
  complain: (error: unknown) => void,
): Dispatcher {
  const active = new Set(reporters);
  const drop = (reporter: Reporter, error: unknown): void => {
    if (active.delete(reporter)) complain(error);
  };
  return {
    emit(event) {
      for (const reporter of active) {
        try {
          callHook(reporter, event);
        } catch (error) {
          drop(reporter, error);
        }
      }
    },
    async close() {
      for (const reporter of reporters) {
        try {
          await reporter.close?.();
        } catch (error) {
          drop(reporter, error);
        }
      }
    },
  };
}

function callHook(reporter: Reporter, event: RunEvent): void {
  // The hooks' type ties each key to its event; indexing loses the connection.
  const hook = reporter.hooks[event.type] as ((event: RunEvent) => void) | undefined;
  hook?.(event);
}
