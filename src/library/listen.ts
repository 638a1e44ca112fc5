import { forwardSignals } from '../engine/forward-signals.ts';
import type { Interrupts } from './interrupts.ts';
import type { RunOptions } from './types.ts';

/**
 * Lets signals of either kind interrupt a run. Returns how to leave that.
 *
 * However many runs there are, a signal has one listener: Node warns on stderr of more than ten.
 */
export function listen({ signal, handleSignals }: RunOptions, interrupts: Interrupts): () => void {
  const releases = [
    ...(signal === undefined ? [] : [onAbort(signal, interrupts)]),
    ...(handleSignals === true ? [onSignal(interrupts)] : []),
  ];
  return () => {
    for (const release of releases) release();
  };
}

interface Listening {
  readonly runs: Set<Interrupts>;
  readonly release: () => void;
}

const aborting = new WeakMap<AbortSignal, Listening>();
let handling: Listening | undefined;

function onAbort(signal: AbortSignal, interrupts: Interrupts): () => void {
  if (signal.aborted) {
    interrupts.end();
    return () => {};
  }
  const known = aborting.get(signal) ?? listenTo(signal);
  aborting.set(signal, known);
  return join(known, interrupts, () => aborting.delete(signal));
}

function listenTo(signal: AbortSignal): Listening {
  const runs = new Set<Interrupts>();
  const end = (): void => {
    for (const one of runs) one.end();
  };
  signal.addEventListener('abort', end, { once: true });
  return { runs, release: () => signal.removeEventListener('abort', end) };
}

function onSignal(interrupts: Interrupts): () => void {
  handling ??= listenToProcess();
  return join(handling, interrupts, () => {
    handling = undefined;
  });
}

function listenToProcess(): Listening {
  const runs = new Set<Interrupts>();
  const release = forwardSignals({
    interrupt: (signal) => {
      for (const one of runs) one.interrupt(signal);
    },
  });
  return { runs, release };
}

/** @param forget - called when the last run has left */
function join(listening: Listening, interrupts: Interrupts, forget: () => void): () => void {
  listening.runs.add(interrupts);
  return () => {
    listening.runs.delete(interrupts);
    if (listening.runs.size > 0) return;
    listening.release();
    forget();
  };
}
