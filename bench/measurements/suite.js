import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSteps } from '../documents/write-steps.js';
import { createBashStarts, createObstacle, createProcess, markEnd } from '../measure/candidates.js';
import { memoryOf } from '../measure/results.js';
import { formatCount, formatMemory, limit } from '../report/format.js';
import { describeTimes } from '../report/times-table.js';

const STEPS = 5;
const AT_ONCE = 2;
const BASH = '`bash -c :` for each document';
/** In MB; what the program itself takes is most of it. */
const MOST_MEMORY = 220;
/** What ten times as many documents may add, in MB. */
const MOST_GROWTH = 60;

const nameOf = (tool, count) => `${tool.name}, ${formatCount(count)} documents`;

/** @type {import('../types.ts').Measurement} */
export const suite = {
  name: 'suite',
  summary: '200 documents of 5 steps through test, on two cores',
  rounds: 7,
  prepare({ folder, isQuick, ours, peers }) {
    const count = isQuick ? 20 : 200;
    return [
      createBashStarts(BASH, { count, atOnce: AT_ONCE, isTotal: true }),
      ...[ours, ...peers].map((tool) => createSuite(tool, count, folder)),
      // How much memory it takes does not vary from run to run.
      { ...createSuite(ours, 10 * count, folder), isOnce: true },
    ];
  },
  report(results, { isQuick, ours }) {
    const count = isQuick ? 20 : 200;
    const [few, many] = [count, 10 * count].map((size) => memoryOf(results, nameOf(ours, size)));
    const growth = many === undefined || few === undefined ? undefined : many - few;
    const format = formatMemory;
    return {
      tables: [describeTimes(results, BASH, BASH)],
      limits: [
        limit(`memory of test with ${formatCount(10 * count)} documents`, many, MOST_MEMORY, {
          format,
        }),
        limit(`more than with ${formatCount(count)}`, growth, MOST_GROWTH, { format }),
      ],
    };
  },
};

function createSuite(tool, count, folder) {
  const name = nameOf(tool, count);
  if (tool.runFolder === undefined) return createObstacle(name, 'it takes one document');
  const cwd = join(folder, `${tool.name}-${count}`);
  mkdirSync(join(cwd, 'docs'), { recursive: true });
  const ends = Array.from({ length: count }, (_, index) => join(cwd, `end-${index}`));
  const files = ends.map((end, index) => {
    writeFileSync(
      join(cwd, `docs/${index}${tool.ending}`),
      tool.write(markEnd(writeSteps(STEPS), end)),
    );
    return `docs/${index}${tool.ending}`;
  });
  const words = [...tool.words, ...tool.runFolder('docs', files)];
  const isPeer = tool.install !== undefined;
  const suite = createProcess(name, words, { folder, cwd, isPeer, end: ends.at(-1) });
  return {
    ...suite,
    async run(isFirst) {
      const sample = await suite.run(isFirst);
      // Once is enough: whoever leaves one out does so every time.
      const left = isFirst ? ends.filter((end) => !existsSync(end)).length : 0;
      if (left > 0) throw new Error(`${left} of ${count} documents were not carried out`);
      return sample;
    },
  };
}
