import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeBigDocument } from '../documents/big-document.js';
import { createProcess } from '../measure/candidates.js';
import { ratioOf } from '../measure/results.js';
import { limit } from '../report/format.js';
import { describeTimes } from '../report/times-table.js';

const PARSER = 'markdown-it alone';
const parser = fileURLToPath(new URL('../documents/markdown-it.js', import.meta.url));

/** @type {import('../types.ts').Measurement} */
export const longDocument = {
  name: 'long-document',
  summary: 'a document of 10 MB with 20,000 fences through list and check',
  rounds: 7,
  prepare({ folder, isQuick, ours }) {
    const file = join(folder, 'long.md');
    writeFileSync(file, writeBigDocument(isQuick ? 2_000 : 20_000));
    const own = (command) =>
      createProcess(`runbook ${command}`, [...ours.words, command, file], { folder });
    return [
      createProcess(PARSER, [process.execPath, parser, file], { folder }),
      own('list'),
      own('check'),
    ];
  },
  report: (results) => ({
    tables: [describeTimes(results, PARSER, PARSER)],
    limits: [
      limit(`list of a long document, of ${PARSER}`, ratioOf(results, 'runbook list', PARSER), 0.5),
      limit(
        `check of a long document, of ${PARSER}`,
        ratioOf(results, 'runbook check', PARSER),
        1.5,
      ),
    ],
  }),
};
