/**
 * `npm run bench`: start-up, cost per step, and reading of a long document, as ratios to what the
 * machine can do at that moment.
 * All candidates are measured in turn within one run, so a slow minute slows all of them.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeBigDocument } from './big-document.js';

const ROUNDS = 9;
const STEPS = 1_000;
/** So many times more steps take at most so many times longer. */
const LINEAR = { factor: 10, slack: 1.2 };
const FENCES = 20_000;
const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'dist/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'bench-'));

/** A document of so many one-line steps. */
function writeSteps(count) {
  const fences = Array.from(
    { length: count },
    (_, i) => `\`\`\`bash run id=s${i}\necho ${i}\n\`\`\`\n`,
  );
  const path = join(folder, `steps-${count}.md`);
  writeFileSync(path, `# Steps\n\n${fences.join('\n')}`);
  return path;
}

/** Wall clock time of a whole process in milliseconds. */
function timeProcess(command, args) {
  const start = performance.now();
  const { status } = spawnSync(command, args, {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, XDG_STATE_HOME: folder },
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
  return performance.now() - start;
}

/** Processor time of a whole run with all it started, and its peak memory: steady on a busy machine. */
function measureLoad(args) {
  const hook = join(folder, 'load.mjs');
  const { stderr } = spawnSync(process.execPath, ['--import', hook, cli, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, XDG_STATE_HOME: folder },
  });
  return JSON.parse(stderr.slice(stderr.lastIndexOf('{')));
}

/** Prints, at the end of a process, what it and its children have used; in ms and MB. */
const LOAD_HOOK = `
import { readFileSync, writeSync } from 'node:fs';
process.on('exit', () => {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1).split(' ');
  const [user, system, childUser, childSystem] = fields.slice(11, 15).map((ticks) => ticks * 10);
  const memory = process.resourceUsage().maxRSS / 1024;
  writeSync(2, JSON.stringify({ node: user + system, bash: childUser + childSystem, memory }));
});
`;

/** Time per process of starting `bash -c :` from Node, one after the other. */
async function timeBash() {
  const count = 100;
  const start = performance.now();
  for (let i = 0; i < count; i++) {
    await new Promise((resolve) =>
      spawn('bash', ['-c', ':'], { stdio: 'ignore' }).on('exit', resolve),
    );
  }
  return (performance.now() - start) / count;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

writeFileSync(join(folder, 'empty.mjs'), '');
const one = writeSteps(1);
const many = writeSteps(STEPS);
const most = writeSteps(LINEAR.factor * STEPS);
const big = join(folder, 'big.md');
writeFileSync(big, writeBigDocument(FENCES));
const hello = join(root, 'runbooks/hello.md');
const candidates = {
  node: () => timeProcess(process.execPath, [join(folder, 'empty.mjs')]),
  '--version': () => timeProcess(process.execPath, [cli, '--version']),
  '--help': () => timeProcess(process.execPath, [cli, '--help']),
  'check, one step': () => timeProcess(process.execPath, [cli, 'check', one]),
  'run, one step': () => timeProcess(process.execPath, [cli, 'run', one, '--quiet']),
  'run runbooks/hello.md': () => timeProcess(process.execPath, [cli, 'run', hello, '--quiet']),
  [`run, ${STEPS} steps`]: () => timeProcess(process.execPath, [cli, 'run', many, '--quiet']),
  [`check, ${STEPS} steps`]: () => timeProcess(process.execPath, [cli, 'check', many]),
  [`run, ${LINEAR.factor * STEPS} steps`]: () =>
    timeProcess(process.execPath, [cli, 'run', most, '--quiet']),
  'markdown-it alone': () =>
    timeProcess(process.execPath, [join(root, 'bench/markdown-it.js'), big]),
  [`list, ${FENCES} fences`]: () => timeProcess(process.execPath, [cli, 'list', big]),
  [`check, ${FENCES} fences`]: () => timeProcess(process.execPath, [cli, 'check', big]),
  'bash -c : from Node': timeBash,
};
const times = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, measure] of Object.entries(candidates)) times[name].push(await measure());
}
writeFileSync(join(folder, 'load.mjs'), LOAD_HOOK);
const load = measureLoad(['run', many, '--quiet']);
const loadOfMost = measureLoad(['run', most, '--quiet']);
rmSync(folder, { recursive: true, force: true });

const medians = Object.fromEntries(
  Object.entries(times).map(([name, list]) => [name, median(list)]),
);
console.log(`Node ${process.version}, ${cpus().length} cores, medians of ${ROUNDS}\n`);
for (const [name, ms] of Object.entries(medians)) {
  if (name.startsWith('bash')) continue;
  console.log(
    `${name.padEnd(24)}${ms.toFixed(1).padStart(9)} ms  ${(ms / medians.node).toFixed(2)} of an empty Node process`,
  );
}
const growth = (command, count) =>
  medians[`${command}, ${count} steps`] - medians[`${command}, one step`];
const bash = medians['bash -c : from Node'];
// Reading the document is no part of a step.
const perStep = (growth('run', STEPS) - growth('check', STEPS)) / (STEPS - 1);
const more = LINEAR.factor * STEPS;
const further = (medians[`run, ${more} steps`] - medians[`run, ${STEPS} steps`]) / (more - STEPS);
for (const [name, ms] of [
  [`one step at ${STEPS} steps`, perStep],
  [`one step from ${STEPS} to ${more}`, further],
]) {
  console.log(
    `\n${name.padEnd(28)}${ms.toFixed(3)} ms  ${(ms / bash).toFixed(2)} of starting \`bash -c :\` (${bash.toFixed(2)} ms; at most 0.2)`,
  );
}
const ratio = medians[`run, ${more} steps`] / (LINEAR.factor * medians[`run, ${STEPS} steps`]);
console.log(
  `${more} steps take ${ratio.toFixed(2)} of ${LINEAR.factor} times the time of ${STEPS} (at most ${LINEAR.slack})`,
);
for (const kind of ['node', 'bash']) {
  const ms = (loadOfMost[kind] - load[kind]) / (more - STEPS);
  console.log(`processor time of one step in ${kind}: ${ms.toFixed(3)} ms`);
}
console.log(
  `memory at ${STEPS} steps ${load.memory.toFixed(0)} MB, at ${more} steps ${loadOfMost.memory.toFixed(0)} MB\n`,
);

const alone = medians['markdown-it alone'];
for (const [command, limit] of [
  ['list', 0.5],
  ['check', 1.5],
]) {
  const ratio = medians[`${command}, ${FENCES} fences`] / alone;
  console.log(
    `${command.padEnd(24)}${ratio.toFixed(2).padStart(9)} of markdown-it alone for ${FENCES} fences (at most ${limit})`,
  );
}
