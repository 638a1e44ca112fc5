import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a time in milliseconds, or until `signal` is aborted. */
export async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {});
}
