import type { RunContext } from './context.ts';

/** Waits for who reads the events, see `RunOptions.pace`. A run that is stopped waits for nobody. */
export async function keepPace({ options, stop }: RunContext): Promise<void> {
  const caughtUp = stop.signal.aborted ? undefined : options.pace?.();
  if (caughtUp === undefined) return;
  let wake = (): void => {};
  const stopped = new Promise<void>((resolve) => {
    wake = resolve;
  });
  stop.signal.addEventListener('abort', wake, { once: true });
  await Promise.race([caughtUp, stopped]);
  stop.signal.removeEventListener('abort', wake);
}
