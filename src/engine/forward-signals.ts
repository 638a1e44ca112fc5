import type { InterruptSignal } from './interrupt-signal.ts';
import type { Run } from './types.ts';

const SIGNALS: readonly InterruptSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Lets signals to the program interrupt a run. Returns how to leave that. */
export function forwardSignals(run: Pick<Run, 'interrupt'>): () => void {
  let hungUp = false;
  const handlers = SIGNALS.map((signal) => {
    const handler = (): void => {
      // A terminal that goes away is told by the kernel and by the shell: that is not asking twice.
      if (signal === 'SIGHUP' && hungUp) return;
      hungUp ||= signal === 'SIGHUP';
      run.interrupt(signal);
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => {
    for (const release of handlers) release();
  };
}
