import { readFileSync } from 'node:fs';

const INTERVAL_MS = 10;

/**
 * Looks at a process and its descendants again and again. The kernel knows the peak of each as long as
 * it lives, so that only what it took in its last moments is missed.
 */
export function watchMemory(pid) {
  const own = read('/proc/self/cmdline');
  let peak = 0;
  const look = (one) => {
    // Before it is another program it is a copy of this one, with its memory.
    if (read(`/proc/${one}/cmdline`) !== own) {
      const [, kilobytes = 0] = /VmHWM:\s+(\d+)/.exec(read(`/proc/${one}/status`)) ?? [];
      peak = Math.max(peak, Number(kilobytes) / 1024);
    }
    for (const child of read(`/proc/${one}/task/${one}/children`).split(' '))
      if (child !== '') look(child);
  };
  const timer = setInterval(() => look(pid), INTERVAL_MS);
  return {
    /** The peak in MB, `undefined` where none was seen. */
    stop() {
      clearInterval(timer);
      return peak === 0 ? undefined : peak;
    },
  };
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It has ended, or this is no Linux.
    return '';
  }
}
