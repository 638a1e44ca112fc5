import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSteps } from '../documents/write-steps.js';
import { createBashStarts, createDocument, createProcess } from '../measure/candidates.js';
import { ratioOf } from '../measure/results.js';
import { limit } from '../report/format.js';
import { describeTimes } from '../report/times-table.js';

const NODE = 'an empty Node process';
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
      ...peers.flatMap((peer) => [
        createProcess(version(peer), [...peer.words, '--version'], { folder, isPeer: true }),
        createDocument(peer, one(peer), writeSteps(1), { folder }),
      ]),
    ];
  },
  report(results, { ours, peers }) {
    const within = (name, most) => limit(name, ratioOf(results, name, NODE), most);
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
      tables: [describeTimes(results, NODE, 'an empty Node process')],
      limits: [
        within('runbook --version', 1.5),
        within('runbook check', 2.5),
        within(one(ours), 2.5),
        ...interpreted.flatMap((peer) => [ahead(version, peer), ahead(one, peer)]),
      ],
    };
  },
};
