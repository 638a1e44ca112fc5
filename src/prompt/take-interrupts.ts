/**
 * Has Ctrl-C, where the terminal makes a signal of it, told to one alone, and not to the run, which
 * would end. Returns how to give it back.
 */
export function takeInterrupts(act: () => void): () => void {
  const listeners = process.rawListeners('SIGINT') as (() => void)[];
  process.removeAllListeners('SIGINT');
  process.on('SIGINT', act);
  return () => {
    for (const listener of listeners) process.on('SIGINT', listener);
    process.off('SIGINT', act);
  };
}
