import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSteps } from '../documents/write-steps.js';
import { createBashStarts, createDocument, createProcess } from '../measure/candidates.js';
import { compute, ratioOf } from '../measure/results.js';
import { formatRatio, formatTime, limit } from '../report/format.js';
import { describeTimes } from '../report/times-table.js';

const NODE = 'an empty Node process';
/** Node reads this file before anything else, which takes longer than all that it does then. */
const CERTIFICATES = process.env.NODE_EXTRA_CA_CERTS;
const certified = (name) => `${name}, with NODE_EXTRA_CA_CERTS`;
const one = (tool) => `${tool.name}, one step`;
const version = (tool) => `${tool.name} --version`;

/** @type {import('../types.ts').Measurement} */
export const startup = {
  name: 'startup',
  summary: 'start-up: --version, --help, check and run of a document with one step',
  rounds: 21,
  prepare({ folder, ours, peers }) {
    const empty = join(folder, 'empty.mjs');
    writeFileSync(empty, '');
    const document = join(folder, 'one.md');
    writeFileSync(document, ours.write(writeSteps(1)));
    const own = (...args) =>
      createProcess(`${ours.name} ${args[0]}`, [...ours.words, ...args], { folder });
    return [
      createProcess(NODE, [process.execPath, empty], { folder }),
      createBashStarts('`bash -c :`'),
      own('--version'),
      own('--help'),
      own('check', document),
      createDocument(ours, one(ours), writeSteps(1), { folder }),
      ...certify(ours, empty, document, folder),
      ...peers.flatMap((peer) => [
        createProcess(version(peer), [...peer.words, '--version'], { folder, isPeer: true }),
        createDocument(peer, one(peer), writeSteps(1), { folder }),
      ]),
    ];
  },
  report(results, { ours, peers }) {
    const within = (name, most, node = NODE) => limit(name, ratioOf(results, name, node), most);
    const names = ['runbook check', one(ours)];
    // A compiled program starts before Node has begun.
    const interpreted = peers.filter(({ language }) => ['Node', 'Python'].includes(language));
    const ahead = (name, peer) =>
      limit(
        `${name(ours)}, as a part of ${peer.name}'s`,
        ratioOf(results, name(ours), name(peer)),
        1,
        { isBelow: true },
      );
    return {
      tables: [
        describeTimes(results, NODE, 'an empty Node process'),
        describeStages(results, one(ours)),
      ],
      limits: [
        within('runbook --version', 1.5),
        within('runbook check', 2.5),
        within(one(ours), 2.5),
        ...(CERTIFICATES === undefined
          ? []
          : names.map((name) => within(certified(name), 2.5, certified(NODE)))),
        ...interpreted.flatMap((peer) => [ahead(version, peer), ahead(one, peer)]),
      ],
    };
  },
};

/** The same where the environment has certificates for Node to read, if it is so here. */
function certify(ours, empty, document, folder) {
  if (CERTIFICATES === undefined) return [];
  const options = { folder, env: { NODE_EXTRA_CA_CERTS: CERTIFICATES } };
  return [
    createProcess(certified(NODE), [process.execPath, empty], options),
    createProcess(certified('runbook check'), [...ours.words, 'check', document], options),
    createDocument(ours, certified(one(ours)), writeSteps(1), {
      ...options,
      variant: '-certified',
    }),
  ];
}

/** What each stage adds to the one before: one more part of the program is loaded and does its work. */
function describeStages(results, run) {
  const stages = [
    ['an empty Node process', NODE],
    ['saying its version', 'runbook --version', NODE],
    [
      'loading the program, reading the document and checking it',
      'runbook check',
      'runbook --version',
    ],
    ['from there to a run of its step: bash, the record, the step', run, 'runbook check'],
    ['to compare: starting one `bash -c :`', '`bash -c :`'],
  ];
  return {
    head: ['what adds to the time', 'adds', 'of an empty Node process'],
    rows: stages.map(([what, stage, before]) => {
      const names = before === undefined ? [stage] : [stage, before];
      const added = (time, base = 0) => time - base;
      const part = (node, time, base = 0) => (time - base) / node;
      return [
        what,
        formatTime(compute(results, names, added)),
        formatRatio(compute(results, [NODE, ...names], part)),
      ];
    }),
  };
}
