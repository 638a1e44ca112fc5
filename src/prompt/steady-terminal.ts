import { isatty } from 'node:tty';

let isSteady = false;

/**
 * Makes a terminal that goes away in the middle of a question no more than the end of the question:
 * without this, readline fails the whole program when it puts the terminal's mode back.
 */
export function steadyTerminal(): void {
  const { stdin } = process;
  if (isSteady || !stdin.isTTY) return;
  isSteady = true;
  const setRawMode = stdin.setRawMode.bind(stdin);
  stdin.setRawMode = (mode) => (isatty(stdin.fd) ? setRawMode(mode) : stdin);
  stdin.on('error', () => {});
  // The kernel tells the leader of the session, which need not pass it on.
  stdin.once('end', () => {
    if (!isatty(stdin.fd)) process.kill(process.pid, 'SIGHUP');
  });
}

/** Whether a terminal that the program was started on has gone. */
export function hasLostTerminal(): boolean {
  const { stdin, stdout } = process;
  return [stdin, stdout].some((stream) => stream.isTTY && !isatty(stream.fd));
}
