import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createProcess } from '../measure/candidates.js';
import { memoryOf } from '../measure/results.js';
import { formatMemory, limit } from '../report/format.js';
import { describeTimes } from '../report/times-table.js';

const SPLIT = 'Node splitting the lines';
const ONE = 'runbook, one line';
/** In MB. */
const MOST_MEMORY = 200;

const TYPED = '<<:iso8601>> INFO worker <<:int>> handled request <<:int>> in <<:duration>>';
const EXPECTATIONS = {
  '5 `...`, text and holes': [
    '...',
    'server started port <<port:int>>',
    '...',
    'checkpoint reached after <<:duration>>',
    '...',
    'migration done',
    '...',
    'shutdown complete',
    '...',
  ],
  '10 `...`, holes at the start': [
    '...',
    `<<:iso8601>> INFO worker 3 <<...>>`,
    '...',
    'server started port 8080',
    '...',
    `<<:iso8601>> INFO worker 5 handled request <<r:int>> in 77ms`,
    '...',
    'checkpoint<<...>>',
    '...',
    TYPED,
    '...',
    'migration done',
    '...',
    '<<...>>request 99<<...>>',
    '...',
    TYPED,
    '...',
    'shutdown complete',
    '...',
  ],
  expressions: ['...', 'server started .* (re)', '...', 'shut(down)? complete (re)', '...'],
  'every line a typed one': [
    `${TYPED} (+)`,
    'server started port 8080',
    `${TYPED} (+)`,
    'checkpoint reached after 1.5s',
    `${TYPED} (+)`,
    'migration done',
    `${TYPED} (+)`,
    'shutdown complete',
    `${TYPED} (+)`,
  ],
  'a line that may not occur': ['...', 'shutdown complete', '...', '.*panic.* (re never)'],
};

/** @type {import('../types.ts').Measurement} */
export const lines = {
  name: 'lines',
  summary: '1,000,000 lines of a log file against patterns with several `...`',
  rounds: 7,
  prepare({ folder, isQuick, ours }) {
    const log = join(folder, 'large.log');
    writeLog(log, isQuick ? 100_000 : 1_000_000);
    const tiny = join(folder, 'tiny.log');
    writeFileSync(tiny, 'shutdown complete\n');
    const split = join(folder, 'split.mjs');
    writeFileSync(split, writeSplitter(log));
    const own = (name, of, expected, index) => {
      const file = join(folder, `doc-${index}.md`);
      const fence = `\`\`\`text expect from=file:${of}\n${expected.join('\n')}\n\`\`\``;
      writeFileSync(file, `# T\n\n\`\`\`bash run\n:\n\`\`\`\n\n${fence}\n`);
      return createProcess(name, [...ours.words, 'run', file, '--quiet'], { folder });
    };
    return [
      createProcess(SPLIT, [process.execPath, split], { folder }),
      createProcess('`grep -c`', ['grep', '-c', 'shutdown complete', log], { folder }),
      own(ONE, tiny, ['shutdown complete'], 'one'),
      ...Object.entries(EXPECTATIONS).map(([name, expected], index) =>
        own(name, log, expected, index),
      ),
    ];
  },
  report(results) {
    const names = Object.keys(EXPECTATIONS);
    const most = (figures) => (figures.includes(undefined) ? undefined : Math.max(...figures));
    return {
      tables: [describeTimes(results, SPLIT, 'splitting')],
      limits: [
        limit(
          'memory of aligning many lines',
          most(names.map((name) => memoryOf(results, name))),
          MOST_MEMORY,
          { format: formatMemory },
        ),
      ],
    };
  },
};

function writeLog(path, count) {
  const marks = markLines(count);
  const file = openSync(path, 'w');
  let text = '';
  for (let i = 0; i < count; i++) {
    const line = `2024-01-01T10:00:00Z INFO worker ${i % 17} handled request ${i} in ${i % 900}ms`;
    text += `${marks.get(i) ?? line}\n`;
    if (text.length < 1_000_000 && i < count - 1) continue;
    writeSync(file, text);
    text = '';
  }
  closeSync(file);
}

/** What stands between the lines that are all alike. */
const markLines = (count) =>
  new Map([
    [count >> 2, 'server started port 8080'],
    [count >> 1, 'checkpoint reached after 1.5s'],
    [count - (count >> 2), 'migration done'],
    [count - 3, 'shutdown complete'],
  ]);

const writeSplitter = (log) => `import { createReadStream } from 'node:fs';
let rest = '', lines = 0;
for await (const chunk of createReadStream(${JSON.stringify(log)}, 'utf8')) {
  const parts = (rest + chunk).split('\\n');
  rest = parts.pop();
  lines += parts.length;
}
console.log(lines);
`;
