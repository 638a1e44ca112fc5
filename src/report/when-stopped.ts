/** How long a program that nobody can have go on is taken for stopped. */
const NOBODY_MS = 100;

/** What is done to the terminal when the program is stopped (Ctrl-Z), and when it goes on. */
export interface StopHooks {
  /** Leaves the terminal to the shell as that expects it. */
  readonly giveBack: () => void;
  readonly takeAgain: () => void;
}

/**
 * Has the program stop orderly for as long as it is asked something. Returns how to leave that.
 */
export function whenStopped({ giveBack, takeAgain }: StopHooks): () => void {
  let timer: NodeJS.Timeout | undefined;
  let pending: NodeJS.Immediate | undefined;
  const stop = (): void => {
    giveBack();
    // Without a handler the signal does what it does to every program.
    process.off('SIGTSTP', stop);
    process.kill(process.pid, 'SIGTSTP');
    // To one that no shell looks after (`ssh -t HOST runbook`) the signal does nothing.
    timer = setTimeout(resume, NOBODY_MS);
  };
  // The timer and the signal may come both, and SIGCONT also to a program that was not stopped.
  const resume = (): void => {
    clearTimeout(timer);
    pending ??= setImmediate(goOn);
  };
  const goOn = (): void => {
    pending = undefined;
    process.off('SIGTSTP', stop);
    process.on('SIGTSTP', stop);
    takeAgain();
  };
  process.on('SIGTSTP', stop);
  process.on('SIGCONT', resume);
  return () => {
    clearTimeout(timer);
    clearImmediate(pending);
    process.off('SIGTSTP', stop);
    process.off('SIGCONT', resume);
  };
}

/**
 * Does what the terminal does at Ctrl-Z where it is not in a mode of our own: what has started the
 * program and waits for it (`npx`) is stopped as well.
 */
export function stopAll(): void {
  process.kill(0, 'SIGTSTP');
}
