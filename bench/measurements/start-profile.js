import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSteps } from '../documents/write-steps.js';
import { median } from '../measure/results.js';
import { runProcess } from '../measure/run-process.js';

const COMMANDS = [
  { name: 'check', words: ['check'] },
  { name: 'run', words: ['run', '--quiet'] },
];

/** Whose time a place in a profile is, the first that fits. */
const KINDS = [
  {
    kind: 'compiling our modules',
    holds: ({ name }) => ['compileSourceTextModule', 'compileFunction'].includes(name),
  },
  {
    kind: "compiling Node's own modules",
    holds: ({ name }) => name === 'compileForInternalLoader',
  },
  { kind: 'collecting garbage', holds: ({ name }) => name === '(garbage collector)' },
  { kind: 'waiting for files and for bash', holds: ({ name }) => name === '(idle)' },
  { kind: 'our code and what is bundled with it', holds: ({ url }) => url.includes('/dist/') },
  {
    kind: "Node's module loader",
    holds: ({ url }) => /^node:internal\/(modules|url|vm|process\/esm)/.test(url),
  },
  {
    kind: 'files and processes',
    holds: ({ name, url }) =>
      (url === '' && !name.startsWith('(')) || /^node:(internal\/)?(fs|child_process)/.test(url),
  },
  { kind: 'all other parts of Node', holds: () => true },
];

/** @type {import('../types.ts').Measurement} */
export const startProfile = {
  name: 'start-profile',
  summary: 'where the time of starting goes, from profiles of the processor',
  rounds: 15,
  prepare({ folder, ours }) {
    const document = join(folder, 'one.md');
    writeFileSync(document, ours.write(writeSteps(1)));
    return COMMANDS.map(({ name, words }) => ({
      name,
      async run() {
        const profiles = mkdtempSync(join(folder, 'profile-'));
        const [node, cli] = ours.words;
        const options = ['--cpu-prof', '--cpu-prof-interval', '200', '--cpu-prof-dir', profiles];
        const { status, ms, lastWords } = await runProcess(
          [node, ...options, cli, ...words, document],
          { folder },
        );
        if (status !== 0) throw new Error(`ended with ${status}: ${lastWords}`);
        // A worker thread has a profile of its own.
        const [file] = readdirSync(profiles).filter((one) => one.endsWith('.0.001.cpuprofile'));
        return { ms, more: sumKinds(JSON.parse(readFileSync(join(profiles, file), 'utf8'))) };
      },
    }));
  },
  report: (results) => ({
    tables: [
      {
        head: ['part of the time', ...COMMANDS.map(({ name }) => `\`${name}\` of one step`)],
        rows: KINDS.map(({ kind }) => [
          kind,
          ...COMMANDS.map(({ name }) => describeShare(results.get(name), kind)),
        ]),
      },
    ],
    limits: [],
  }),
};

/** Each kind's part of the whole profile. */
function sumKinds({ nodes, samples, timeDeltas }) {
  const kinds = new Map(
    nodes.map(({ id, callFrame: { functionName: name, url } }) => [
      id,
      KINDS.find(({ holds }) => holds({ name, url })).kind,
    ]),
  );
  const whole = timeDeltas.reduce((sum, delta) => sum + delta, 0);
  const sums = Object.fromEntries(KINDS.map(({ kind }) => [kind, 0]));
  for (const [index, id] of samples.entries()) sums[kinds.get(id)] += timeDeltas[index] / whole;
  return sums;
}

function describeShare(result, kind) {
  if (result.samples.length === 0) return result.trouble ?? '–';
  const share = median(result.samples.map(({ more }) => more[kind]));
  return `${(100 * share).toFixed(0)} %`;
}
