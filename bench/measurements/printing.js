import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProcess } from '../measure/candidates.js';
import { memoryOf, ratioOf, timeOf } from '../measure/results.js';
import { formatMemory, formatRatio, formatTime, limit } from '../report/format.js';
import { describeSpread } from '../report/times-table.js';

/** `bash -c 'cmd' | cat >file` is at most so many times faster, and the most memory in MB. */
const MOST_TIME = 2;
const MOST_MEMORY = 200;

const PRINTERS = {
  yes: (size) =>
    `yes "a line of output that is not short at all, and goes on a little" | head -c ${size} || true`,
  'one byte': (size) => `head -c ${size} /dev/zero | tr '\\0' x`,
  'short lines': (size) => `yes | head -c ${size} || true`,
  fold: (size) => `yes "$(printf '%0.sab cd ' {1..5000})" | fold -w 100 | head -c ${size} || true`,
};

const FRONT_MATTERS = {
  'no secret': '',
  'a secret param': '\n  params:\n    token: {type: string, secret: true}',
  'and two patterns':
    "\n  params:\n    token: {type: string, secret: true}\n  mask: ['ghp_\\w+', 'AKIA[0-9A-Z]{16}']",
  'one without a literal': "\n  mask: ['[A-Z0-9]{20}']",
};

const catName = (printer) => `cat, ${printer}`;
const runName = (printer, kind) => `${printer}, ${kind}`;
const pairs = Object.keys(PRINTERS).flatMap((printer) =>
  Object.keys(FRONT_MATTERS).map((kind) => ({ printer, name: runName(printer, kind) })),
);

/** @type {import('../types.ts').Measurement} */
export const printing = {
  name: 'printing',
  summary: 'a step that prints 2 GB, with secrets to look for and without',
  rounds: 7,
  isExtra: true,
  prepare({ folder, isQuick, ours }) {
    const size = isQuick ? '20M' : '2G';
    return Object.entries(PRINTERS).flatMap(([printer, write]) => {
      const code = write(size);
      const script = join(folder, `${printer}.sh`);
      writeFileSync(script, code);
      const words = ['bash', '-c', 'bash "$1" | cat >"$2"', 'bash', script, join(folder, 'copy')];
      const runs = Object.entries(FRONT_MATTERS).map(([kind, frontMatter]) => {
        const file = join(folder, `${printer}-${kind}.md`);
        const head = `---\nrunbook:\n  max-output: 3GiB${frontMatter}\n---\n`;
        writeFileSync(file, `${head}\n# Output\n\n\`\`\`bash run\n${code}\n\`\`\`\n`);
        const run = ['env', SECRET, ...ours.words, 'run', file, '--quiet'];
        return createProcess(runName(printer, kind), run, { folder, isLarge: true });
      });
      // Each beside `cat`: what else the machine does changes from minute to minute.
      return [createProcess(catName(printer), words, { folder }), ...runs];
    });
  },
  report(results) {
    const rows = pairs.map(({ printer, name }) => ({
      name,
      time: timeOf(results, name),
      cat: timeOf(results, catName(printer)),
      ratio: ratioOf(results, name, catName(printer)),
      memory: memoryOf(results, name),
    }));
    return {
      tables: [
        {
          head: ['', 'median', '`cat`', 'of `cat`', 'fastest and slowest', 'peak memory'],
          rows: rows.map(({ name, time, cat, ratio, memory }) => [
            name,
            formatTime(time),
            formatTime(cat),
            formatRatio(ratio),
            describeSpread(results.get(name)),
            formatMemory(memory),
          ]),
        },
      ],
      limits: rows.flatMap(({ name, ratio, memory }) => [
        limit(`${name}, of \`cat\``, ratio, MOST_TIME),
        limit(`memory of ${name}`, memory, MOST_MEMORY, { format: formatMemory }),
      ]),
    };
  },
};

const SECRET = 'TOKEN=correct horse battery staple';
