import type { RunEvent } from '../engine/events.ts';
import { ReportError } from './report-error.ts';
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
  const pending = new Set<Promise<void>>();
  const drop = (reporter: Reporter, hook: string, error: unknown): void => {
    if (active.delete(reporter)) complain(nameFailure(reporter, hook, error));
  };
  const follow = (reporter: Reporter, hook: string, outcome: PromiseLike<unknown>): void => {
    const settled = Promise.resolve(outcome)
      .then(
        () => {},
        (error: unknown) => drop(reporter, hook, error),
      )
      .finally(() => pending.delete(settled));
    pending.add(settled);
  };
  return {
    emit(event) {
      for (const reporter of active) {
        try {
          const outcome = callHook(reporter, event);
          if (isPromise(outcome)) follow(reporter, event.type, outcome);
        } catch (error) {
          drop(reporter, event.type, error);
        }
      }
    },
    async close() {
      await Promise.all(pending);
      for (const reporter of reporters) {
        try {
          await reporter.close?.();
        } catch (error) {
          drop(reporter, 'close', error);
        }
      }
    },
  };
}

/** What somebody has named is a report that was asked for; it knows best itself what is wrong with its file. */
function nameFailure({ name }: Reporter, hook: string, error: unknown): unknown {
  if (name === undefined || error instanceof ReportError) return error;
  return new ReportError(name, error, hook);
}

function callHook(reporter: Reporter, event: RunEvent): unknown {
  // The hooks' type ties each key to its event; indexing loses the connection.
  const hook = reporter.hooks[event.type] as ((event: RunEvent) => unknown) | undefined;
  return hook?.call(reporter.hooks, event);
}

function isPromise(outcome: unknown): outcome is PromiseLike<unknown> {
  return typeof outcome === 'object' && outcome !== null && 'then' in outcome;
}
