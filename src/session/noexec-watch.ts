import { readFileSync, readlinkSync } from 'node:fs';
import { setAlarm } from './alarm.ts';

const INTERVAL_MS = 500;

/** Numbers of the `read` system call, by architecture. */
const READ_CALL: Readonly<Record<string, string>> = { x64: '0', arm64: '63' };

/**
 * Watches for a step that said `set -n`: bash then reads its script without executing it, so the
 * step never ends. Seen from outside it waits for its next control line while a step is under way.
 * Where the kernel does not tell (no Linux, no permission), only the step's timeout is left.
 *
 * @param isReading - whether the shell waits for a control line
 * @param kill - ends the shell
 */
export function watchForNoExec(
  isReading: () => boolean | Promise<boolean>,
  kill: () => void,
): { stop: () => void; readonly fired: boolean } {
  let seen = 0;
  let fired = false;
  let stopped = false;
  const look = async (): Promise<void> => {
    seen = (await isReading()) ? seen + 1 : 0;
    // Twice in a row: between two lines the shell reads its control pipe for a moment.
    if (seen < 2 || stopped || fired) return;
    fired = true;
    kill();
  };
  let takeBack: () => void = () => {};
  const goOn = (): void => {
    // A connection that is lost is told to whoever waits for the step.
    const act = (): void => void look().then(next, next);
    takeBack = setAlarm(INTERVAL_MS, act, false);
  };
  const next = (): void => {
    if (!stopped && !fired) goOn();
  };
  goOn();
  return {
    stop: () => {
      stopped = true;
      takeBack();
    },
    get fired() {
      return fired;
    },
  };
}

/** Whether a process of this host waits for something to read from a file. */
export function isReading(pid: number, path: string): boolean {
  try {
    const [call, descriptor] = readFileSync(`/proc/${pid}/syscall`, 'utf8').split(' ');
    if (call !== READ_CALL[process.arch] || descriptor === undefined) return false;
    return readlinkSync(`/proc/${pid}/fd/${Number(descriptor)}`) === path;
  } catch {
    return false;
  }
}
