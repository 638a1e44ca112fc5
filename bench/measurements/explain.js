import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProcess } from '../measure/candidates.js';
import { describeTimes } from '../report/times-table.js';

const SAME = 'no change';

/** @type {import('../types.ts').Measurement} */
export const explain = {
  name: 'explain',
  summary: 'explaining a mismatch of 100,000 lines with as many',
  rounds: 7,
  isExtra: true,
  prepare({ folder, isQuick, ours }) {
    const cases = Object.entries(listCases(isQuick ? 1_000 : 100_000));
    return cases.map(([name, [expected, printed]], index) => {
      const printedFile = join(folder, `printed-${index}.txt`);
      writeFileSync(printedFile, `${printed.join('\n')}\n`);
      const document = join(folder, `doc-${index}.md`);
      const step = { code: `cat '${printedFile}'`, output: expected };
      writeFileSync(document, ours.write([step]));
      const words = [...ours.words, 'run', document];
      return createProcess(name, words, { folder, status: name === SAME ? 0 : 1 });
    });
  },
  // A run in which the same output matches is what the rest of the program needs.
  report: (results) => ({ tables: [describeTimes(results, SAME, 'no change')], limits: [] }),
};

/** What is expected, and what is printed instead. */
function listCases(count) {
  const lines = Array.from({ length: count }, (_, i) => `line ${i}: ${(i * 7919) % 10_007} items`);
  const block = count / 20;
  const shift = (to) => lines.toSpliced(0, block).toSpliced(to, 0, ...lines.slice(0, block));
  const long = (text) => `${'x'.repeat(50 * count)}${text}${'y'.repeat(50 * count)}`;
  return {
    [SAME]: [lines, lines],
    'one change in the middle': [lines, lines.with(count / 2, 'changed')],
    'all lines different': [lines, lines.map((line, i) => `other ${count - i} ${line.length}`)],
    'a block moved far': [lines, shift(count - 2 * block)],
    'a block inserted at the top': [lines.slice(block), lines],
    'a block missing in the middle': [lines, lines.toSpliced(count / 2, block)],
    'every 100th line changed': [
      lines,
      lines.map((line, i) => (i % 100 === 0 ? `${line}!` : line)),
    ],
    'one line of 10 MB': [[long('a')], [long('b')]],
  };
}
