import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeSteps } from '../documents/write-steps.js';
import {
  createBashStarts,
  createDocument,
  createObstacle,
  createProcess,
} from '../measure/candidates.js';
import { measureLoad } from '../measure/measure-load.js';
import { compute, median, positive, timeOf } from '../measure/results.js';
import { hasTracer, traceCalls } from '../measure/trace-calls.js';
import { formatRatio, formatTime } from '../report/format.js';

const BASH = '`bash -c :`';
const CALLS = 'system calls';
/** The kinds of calls that are told apart. */
const MOST_CALLS = 8;
const feeder = fileURLToPath(new URL('../documents/feed-bash.js', import.meta.url));
const countOf = ({ isQuick }) => (isQuick ? 100 : 1_000);

/** So little that many are needed to see it beside the start of bash. */
const scaleAlone = (count) => (count === 1 ? 1 : 20 * count);

/** What bash does by itself, as a script: nothing but the steps, and with the state after each. */
const ALONE = {
  steps: (i) => `echo ${i}`,
  state: (i) => `echo ${i}; { declare -p; declare -f; declare -F; umask -p; alias -p; } >&3`,
};

/** @type {import('../types.ts').Measurement} */
export const stepProfile = {
  name: 'step-profile',
  summary: 'where the time of a step goes, beside what bash alone takes',
  rounds: 7,
  prepare(context) {
    const { folder, ours } = context;
    const pairs = [1, countOf(context)].flatMap((count) => [
      createDocument(ours, `run ${count}`, writeSteps(count), { folder }),
      createProcess(`feed ${count}`, [process.execPath, feeder, String(count)], { folder }),
      createProcess(`feed state ${count}`, [process.execPath, feeder, String(count), 'state'], {
        folder,
      }),
      ...Object.entries(ALONE).map(([kind, write]) =>
        createScript(kind, scaleAlone(count), write, folder),
      ),
      createLoad(ours, count, folder),
    ]);
    return [createBashStarts(BASH), ...pairs, createTrace(ours, countOf(context) / 10, folder)];
  },
  report(results, context) {
    const count = countOf(context);
    const calls = results.get(CALLS);
    return {
      tables: [
        describeTimes(results, count),
        ...(calls.first === undefined
          ? [{ head: [CALLS], rows: [[calls.trouble]] }]
          : [describeCalls(calls.first.more)]),
      ],
      limits: [],
    };
  },
};

/** A script of bash alone. */
function createScript(kind, count, write, folder) {
  const script = join(folder, `${kind}-${count}.sh`);
  const lines = Array.from({ length: count }, (_, index) => write(index + 1));
  writeFileSync(script, `${lines.join('\n')}\n`);
  const words = ['bash', '-c', 'bash "$1" 3> >(cat >/dev/null); wait', 'bash', script];
  return createProcess(`${kind} ${count}`, words, { folder });
}

/** Processor time, which is steady on a busy machine. */
function createLoad(ours, count, folder) {
  const file = join(folder, `load-${count}.md`);
  writeFileSync(file, ours.write(writeSteps(count)));
  return {
    name: `load ${count}`,
    run: () => measureLoad([...ours.words, 'run', file, '--quiet'], folder),
  };
}

/** What a step adds: a document of so many steps less one of a single step. */
function createTrace(ours, count, folder) {
  if (!hasTracer()) return createObstacle(CALLS, '`strace` is not here, which would count them');
  const trace = async (size) => {
    const file = join(folder, `traced-${size}.md`);
    writeFileSync(file, ours.write(writeSteps(size)));
    return traceCalls([...ours.words, 'run', file, '--quiet'], folder);
  };
  return {
    name: CALLS,
    isOnce: true,
    async run() {
      const start = performance.now();
      const [few, many] = [await trace(1), await trace(count + 1)];
      const more = {};
      for (const who of ['engine', 'bash'])
        for (const [call, calls] of many[who])
          more[`${who} ${call}`] = (calls - (few[who].get(call) ?? 0)) / count;
      return { ms: performance.now() - start, more };
    },
  };
}

function describeTimes(results, count) {
  const pair = (name, size) => [`${name} ${size}`, `${name} 1`];
  const perStep = (name, size = count) =>
    compute(results, pair(name, size), (many, one) => (many - one) / (size - 1));
  const row = (what, time) => {
    const kept = positive(time);
    return [what, formatTime(kept), formatRatio(kept && kept / timeOf(results, BASH))];
  };
  const load = (kind) => {
    const lists = pair('load', count).map((name) => results.get(name).samples);
    if (lists.some((list) => list.length === 0)) return undefined;
    const [many, one] = lists.map((list) => median(list.map(({ more }) => more[kind])));
    return (many - one) / (count - 1);
  };
  const [steps, state] = ['steps', 'state'].map((kind) => perStep(kind, scaleAlone(count)));
  const bash = load('children');
  return {
    head: ['for one step', 'time', `of ${BASH}`],
    rows: [
      row('`run`, wall clock', perStep('run')),
      row('processor time of the engine in its own code', load('user')),
      row('processor time of the engine in the kernel', load('system')),
      row('processor time of bash', bash),
      row('in a bash alone, by the clock: the step', steps),
      row('in a bash alone, by the clock: writing its state', state - steps),
      row(
        'bash without these: arming, redirections, reading the control lines',
        bash && bash - state,
      ),
      row('Node handing a line to one bash and hearing of its end', perStep('feed')),
      row('the same, and reading the state', perStep('feed state')),
    ],
  };
}

function describeCalls(more) {
  const names = Object.entries(more).filter(([, calls]) => calls >= 0.05);
  const of = (who) =>
    names
      .filter(([name]) => name.startsWith(`${who} `))
      .map(([name, calls]) => ({ name: name.slice(who.length + 1), calls }))
      .sort((a, b) => b.calls - a.calls);
  const describe = ({ name, calls }) => `${name} ${calls.toFixed(1)}`;
  return {
    head: ['system calls of one step', 'all', 'most of them'],
    rows: ['engine', 'bash'].map((who) => {
      const calls = of(who);
      const sum = calls.reduce((total, one) => total + one.calls, 0);
      return [who, sum.toFixed(0), calls.slice(0, MOST_CALLS).map(describe).join(', ')];
    }),
  };
}
