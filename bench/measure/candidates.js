import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from './run-process.js';
import { TIME_LIMIT_MS } from './time-limits.js';

const OUR_TIME_LIMIT_MS = 600_000;
/** So many processes are started for one sample. */
const BASH_STARTS = 100;

/**
 * A process that has to end with `status` and, with `end`, to leave that file, which a document's last
 * step makes: a run that has skipped steps is no sample.
 */
export function createProcess(name, words, options) {
  const { folder, end, cwd, env, isLarge, status = 0, ...rest } = options;
  const timeLimit = rest.isPeer === true ? TIME_LIMIT_MS : OUR_TIME_LIMIT_MS;
  return {
    name,
    ...rest,
    async run(isFirst) {
      if (end !== undefined) rmSync(end, { force: true });
      const how = { folder, cwd, env, timeLimit, isLarge, seesMemory: isFirst };
      const result = await runProcess(words, how);
      if (result.isOverTime)
        throw new Error(`ended after ${timeLimit / 1000} s`, { cause: TIME_LIMIT_MS });
      if (result.status !== status)
        throw new Error(`ended with ${result.status}: ${result.lastWords}`);
      if (end !== undefined && !existsSync(end)) throw new Error('did not reach the last step');
      return { ms: result.ms, memory: result.memory };
    },
  };
}

/** A document that a tool carries out; where its format cannot say it, the obstacle is told. */
export function createDocument(tool, name, steps, { folder, variant = '', ...rest }) {
  const place = join(folder, `${tool.name}-${steps.length}${variant}`);
  const end = join(place, 'end');
  const isPeer = tool.install !== undefined;
  try {
    const text = tool.write(markEnd(steps, end));
    mkdirSync(place, { recursive: true });
    const file = join(place, `doc${tool.ending}`);
    writeFileSync(file, text);
    const words = [...tool.words, ...tool.run([file])];
    return createProcess(name, words, { folder, end, isPeer, ...rest });
  } catch (error) {
    return createObstacle(name, `not possible: ${error.message}`);
  }
}

/** What cannot be measured, and why. */
export const createObstacle = (name, obstacle) => ({
  name,
  obstacle,
  run: () => Promise.reject(new Error(obstacle)),
});

/** The same steps, the last of which makes a file. */
export function markEnd(steps, end) {
  return steps.map((step, index) =>
    index === steps.length - 1 ? { ...step, code: `${step.code}; : >'${end}'` } : step,
  );
}

/** The time of starting one `bash -c :` from Node; `atOnce` of them run at the same time. */
export function createBashStarts(name, { count = BASH_STARTS, atOnce = 1, isTotal = false } = {}) {
  const startOne = () =>
    new Promise((resolve, reject) =>
      spawn('bash', ['-c', ':'], { stdio: 'ignore' }).on('exit', resolve).on('error', reject),
    );
  return {
    name,
    async run() {
      const start = performance.now();
      let left = count;
      const work = async () => {
        while (left-- > 0) await startOne();
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      const ms = performance.now() - start;
      return { ms: isTotal ? ms : ms / count };
    },
  };
}
