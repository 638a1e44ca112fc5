import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeBareSteps, writeSteps } from '../documents/write-steps.js';
import { createBashStarts, createDocument, createProcess } from '../measure/candidates.js';
import { compute, memoryOf, positive, timeOf } from '../measure/results.js';
import { formatCount, formatMemory, formatRatio, formatTime, limit } from '../report/format.js';
import { describeSpread } from '../report/times-table.js';

const BASH = '`bash -c :`';
const sizesOf = ({ isQuick }) => (isQuick ? [1, 10, 100] : [1, 10, 100, 1_000, 10_000]);
const nameOf = (tool, count) => `${tool.name}, ${formatCount(count)}`;
const bareName = (count) => `runbook without expectations, ${formatCount(count)}`;
const checkName = (count) => `runbook check, ${formatCount(count)}`;

/** What each step beyond the first adds. */
const perStep = (results, name, count) =>
  positive(compute(results, [name(count), name(1)], (many, one) => (many - one) / (count - 1)));

/** The same as a ratio to a process. */
const perBash = (results, name, count) =>
  positive(
    compute(
      results,
      [name(count), name(1), BASH],
      (many, one, bash) => (many - one) / (count - 1) / bash,
    ),
  );

/** @type {import('../types.ts').Measurement} */
export const steps = {
  name: 'steps',
  summary: 'the cost of a step in documents of 1 to 10,000 steps',
  rounds: 7,
  prepare(context) {
    const { folder, ours, peers } = context;
    const sizes = sizesOf(context);
    const documents = [ours, ...peers].flatMap((tool) =>
      sizes.map((count, index) =>
        createDocument(tool, nameOf(tool, count), writeSteps(count), {
          folder,
          ...(index > 0 && tool !== ours ? { after: nameOf(tool, sizes[index - 1]) } : {}),
        }),
      ),
    );
    const bare = [1, sizes.at(-2)].map((count) =>
      createDocument(ours, bareName(count), writeBareSteps(count), { folder, variant: '-bare' }),
    );
    const checks = [1, sizes.at(-2), sizes.at(-1)].map((count) => {
      const file = join(folder, `check-${count}.md`);
      writeFileSync(file, ours.write(writeSteps(count)));
      return createProcess(checkName(count), [...ours.words, 'check', file], { folder });
    });
    return [createBashStarts(BASH), ...documents, ...bare, ...checks];
  },
  report(results, context) {
    const sizes = sizesOf(context);
    const tools = [context.ours, ...context.peers];
    return {
      tables: [describePerStep(results, tools, sizes), describeDocuments(results, tools, sizes)],
      limits: listLimits(results, context, sizes),
    };
  },
};

/** The largest document of each tool that was measured. */
function findLargest(results, tool, sizes) {
  return sizes.findLast((count) => timeOf(results, nameOf(tool, count)) !== undefined);
}

function describePerStep(results, tools, sizes) {
  const row = (what, name, count) => [
    what,
    count === undefined ? '–' : formatCount(count),
    formatTime(perStep(results, name, count)),
    formatRatio(perBash(results, name, count)),
  ];
  const judged = sizes.at(-2);
  return {
    head: ['a step of', 'steps of the document', 'time of a step', `of ${BASH}`],
    rows: [
      ...tools.flatMap((tool) => {
        const name = (count) => nameOf(tool, count);
        const largest = findLargest(results, tool, sizes);
        const counts = [...new Set([Math.min(largest ?? 0, judged), largest])];
        return counts.filter((count) => count > 1).map((count) => row(tool.name, name, count));
      }),
      row('runbook, without expectations', bareName, judged),
      row('runbook check', checkName, judged),
    ],
  };
}

function describeDocuments(results, tools, sizes) {
  return {
    head: ['', 'steps', 'median', 'fastest and slowest', 'peak memory'],
    rows: tools.flatMap((tool) =>
      sizes.map((count) => {
        const name = nameOf(tool, count);
        return [
          tool.name,
          formatCount(count),
          formatTime(timeOf(results, name)),
          describeSpread(results.get(name)),
          formatMemory(memoryOf(results, name)),
        ];
      }),
    ),
  };
}

function listLimits(results, { ours, peers }, sizes) {
  const [most, many] = [sizes.at(-1), sizes.at(-2)];
  const own = (count) => nameOf(ours, count);
  const factor = most / many;
  const against = (peer) => {
    const count = Math.min(many, findLargest(results, peer, sizes) ?? 0);
    const peerName = (size) => nameOf(peer, size);
    const [ownStep, peerStep] = [own, peerName].map((name) => perStep(results, name, count));
    const ratio = ownStep && peerStep && ownStep / peerStep;
    const part = peer.name === 'byexample' ? 0.5 : 1;
    const how = peer.checksStepByStep ? '' : ', which does not check step by step';
    return limit(`a step, as a part of ${peer.name}'s${how}`, ratio, part, { isBelow: true });
  };
  return [
    limit(
      `a step, journal and snapshot included, of ${BASH}`,
      perBash(results, bareName, many),
      0.2,
    ),
    limit(`a step with its expectation, of ${BASH}`, perBash(results, own, many), 0.2),
    limit(
      `${formatCount(most)} steps, of ${factor} times the time of ${formatCount(many)}`,
      compute(results, [own(most), own(many)], (a, b) => a / (factor * b)),
      1.2,
    ),
    ...peers.map(against),
    limit(
      `memory of a run of ${formatCount(most)} steps, of that of checking their document`,
      ratioOfMemory(results, own(most), checkName(most)),
      1.5,
    ),
  ];
}

function ratioOfMemory(results, name, base) {
  const [one, other] = [memoryOf(results, name), memoryOf(results, base)];
  return one === undefined || other === undefined ? undefined : one / other;
}
