const actions = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `act` when the signal is aborted, like a listener for it. To add and remove one of Node's for each
 * step is dear, so a signal has one that calls them all.
 *
 * @returns takes it back
 */
export function onAbort(signal: AbortSignal, act: () => void): () => void {
  const known = actions.get(signal) ?? listen(signal);
  known.add(act);
  return () => void known.delete(act);
}

function listen(signal: AbortSignal): Set<() => void> {
  const acts = new Set<() => void>();
  actions.set(signal, acts);
  signal.addEventListener(
    'abort',
    () => {
      for (const act of acts) act();
    },
    { once: true },
  );
  return acts;
}
