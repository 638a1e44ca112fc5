import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { watchMemory } from './watch-memory.js';

const LAST_WORDS = 120;
let runs = 0;
/** The process under way. */
let running;

/**
 * Little and always the same: a shell's state has the environment in it. The programs of this Node are
 * found first.
 */
function createEnvironment(folder) {
  runs += 1;
  // A record of its own for each run; to remove it between runs would slow down what creates files next.
  const state = join(folder, 'state', String(runs));
  mkdirSync(state, { recursive: true });
  return {
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    HOME: folder,
    LANG: 'C.UTF-8',
    XDG_STATE_HOME: state,
    ...(process.env.TMPDIR === undefined ? {} : { TMPDIR: process.env.TMPDIR }),
  };
}

/**
 * Runs a process to its end. `ms` is the wall clock time of the whole of it, `memory` the peak of its
 * largest process in MB, when it is asked for. Ends it, and all that it started, at the time limit. What is
 * `isLarge` leaves no record behind.
 */
export async function runProcess(words, options) {
  const { folder, timeLimit, seesMemory = false, env = {}, cwd, isLarge = false } = options;
  const [command, ...args] = words;
  const log = join(folder, 'output.log');
  const output = openSync(log, 'w');
  const environment = { ...createEnvironment(folder), ...env };
  const start = performance.now();
  const child = spawn(command, args, {
    cwd: cwd ?? folder,
    env: environment,
    detached: true,
    stdio: ['ignore', output, output],
  });
  running = child.pid;
  const watch = seesMemory ? watchMemory(child.pid) : undefined;
  let isOverTime = false;
  const timer =
    timeLimit === undefined
      ? undefined
      : setTimeout(() => {
          isOverTime = true;
          killGroup(child.pid);
        }, timeLimit);
  const status = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? signal));
  });
  const ms = performance.now() - start;
  running = undefined;
  clearTimeout(timer);
  closeSync(output);
  if (isLarge) rmSync(environment.XDG_STATE_HOME, { recursive: true });
  return {
    ms,
    status,
    isOverTime,
    ...(watch === undefined ? {} : { memory: watch.stop() }),
    get lastWords() {
      const line = readFileSync(log, 'utf8').trim().split('\n').at(-1)?.trim() ?? '';
      return line.replaceAll(folder, '…').slice(-LAST_WORDS);
    },
  };
}

/** Ends what is under way, which has a session of its own and hears nothing of Ctrl-C. */
export function killRunning() {
  if (running !== undefined) killGroup(running);
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
