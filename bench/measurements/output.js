import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createDocument, createProcess } from '../measure/candidates.js';
import { memoryOf } from '../measure/results.js';
import { limit } from '../report/format.js';
import { describeTimes } from '../report/times-table.js';

const CAT = '`bash -c cat` into a pipe to a file';
const COUNT = 'Node counting the lines of a pipe';
const ANY = { any: true };
const small = (tool) => `${tool.name}, one line`;
const large = (tool) => `${tool.name}, all of it`;

/** @type {import('../types.ts').Measurement} */
export const output = {
  name: 'output',
  summary: 'a step that prints 200 MB, of which the first and the last line are expected',
  rounds: 7,
  prepare({ folder, isQuick, ours, peers }) {
    const file = join(folder, 'printed.txt');
    writeLines(file, isQuick ? 20_000 : 2_000_000);
    const counter = `let lines = 0;
process.stdin.on('data', (chunk) => { for (let at = -1; (at = chunk.indexOf(10, at + 1)) >= 0; ) lines++; });
process.stdin.on('end', () => console.log(lines));`;
    const copy = join(folder, 'copy');
    const step = { code: `cat '${file}'`, output: [FIRST, ANY, LAST] };
    const one = { code: `echo '${FIRST}'`, output: [FIRST] };
    const shell = (name, code, ...args) =>
      createProcess(name, ['bash', '-c', code, 'bash', file, ...args], { folder });
    return [
      shell(CAT, 'cat "$1" | cat >"$2"', copy),
      shell(COUNT, 'cat "$1" | "$2" -e "$3"', process.execPath, counter),
      createDocument(ours, small(ours), [one], { folder, variant: '-small' }),
      ...[ours, ...peers].map((tool) =>
        createDocument(tool, large(tool), [step], { folder, isLarge: true }),
      ),
    ];
  },
  report(results, { ours }) {
    const [few, many] = [memoryOf(results, small(ours)), memoryOf(results, large(ours))];
    return {
      tables: [describeTimes(results, CAT, CAT)],
      limits: [
        limit('memory with much output, of that with one line', few && many && many / few, 2),
      ],
    };
  },
};

const FIRST = 'the first line of what the step prints';
const LAST = 'the last line of what the step prints';

/** Lines of 100 bytes. */
function writeLines(path, count) {
  const file = openSync(path, 'w');
  const line = (text) => `${text.padEnd(99, '.')}\n`;
  writeSync(file, `${FIRST}\n`);
  for (let at = 0; at < count; at += 1_000)
    writeSync(file, Array.from({ length: 1_000 }, (_, i) => line(`line ${at + i} `)).join(''));
  writeSync(file, `${LAST}\n`);
  closeSync(file);
}
