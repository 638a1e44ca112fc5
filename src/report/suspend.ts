import { writeSync } from 'node:fs';

const SHOW_CURSOR = '\x1b[?25h';
const HIDE_CURSOR = '\x1b[?25l';

/**
 * While the cursor is hidden, shows it for as long as Ctrl-Z has the program stopped. Returns how to
 * leave that.
 */
export function showCursorWhenStopped(): () => void {
  const stop = (): void => {
    write(SHOW_CURSOR);
    // Without a handler the signal does what it does to every program.
    process.off('SIGTSTP', stop);
    process.kill(process.pid, 'SIGTSTP');
  };
  const goOn = (): void => {
    // Some send it to a program that was not stopped.
    process.off('SIGTSTP', stop);
    process.on('SIGTSTP', stop);
    write(HIDE_CURSOR);
  };
  process.on('SIGTSTP', stop);
  process.on('SIGCONT', goOn);
  return () => {
    process.off('SIGTSTP', stop);
    process.off('SIGCONT', goOn);
  };
}

/** Past the stream, which listr2 holds back while it draws. */
function write(text: string): void {
  try {
    writeSync(process.stdout.fd, text);
  } catch {
    // The terminal is gone; nobody sees its cursor.
  }
}
