/**
 * `npm run bench:lines [COUNT]`: lines of a log file against patterns with several `...`, as ratios to
 * Node splitting the same file and to `grep -c`. All candidates are measured in turn within one run.
 */
import { spawn } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COUNT = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = COUNT > 2_000_000 ? 1 : 5;
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bench-'));

const MARKS = new Map([
  [COUNT >> 2, 'server started port 8080'],
  [COUNT >> 1, 'checkpoint reached after 1.5s'],
  [COUNT - (COUNT >> 2), 'migration done'],
  [COUNT - 3, 'shutdown complete'],
]);

function writeLog(path, count) {
  const file = openSync(path, 'w');
  let text = '';
  for (let i = 0; i < count; i++) {
    const line = `2024-01-01T10:00:00Z INFO worker ${i % 17} handled request ${i} in ${i % 900}ms`;
    text += `${MARKS.get(i) ?? line}\n`;
    if (text.length < 1_000_000 && i < count - 1) continue;
    writeSync(file, text);
    text = '';
  }
  closeSync(file);
}

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

function writeDocument(name, log, lines) {
  const path = join(folder, `${name}.md`);
  const body = lines.join('\n');
  writeFileSync(
    path,
    `# T\n\n\`\`\`bash run\n:\n\`\`\`\n\n\`\`\`text expect from=file:${log}\n${body}\n\`\`\`\n`,
  );
  return path;
}

/** Wall clock time of a process in milliseconds, and its largest resident size in MiB. */
async function measure(command, args) {
  const start = performance.now();
  const child = spawn(command, args, {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, XDG_STATE_HOME: folder },
  });
  let peak = 0;
  const poll = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      // It has ended, or this is no Linux.
    }
  }, 10);
  const status = await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(poll);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
  return { ms: performance.now() - start, peak };
}

const log = join(folder, 'large.log');
const tiny = join(folder, 'tiny.log');
writeLog(log, COUNT);
writeFileSync(tiny, 'shutdown complete\n');
writeFileSync(
  join(folder, 'split.mjs'),
  `import { createReadStream } from 'node:fs';
let rest = '', lines = 0;
for await (const chunk of createReadStream(${JSON.stringify(log)}, 'utf8')) {
  const parts = (rest + chunk).split('\\n');
  rest = parts.pop();
  lines += parts.length;
}
console.log(lines);
`,
);
const empty = writeDocument('empty', tiny, ['shutdown complete']);
const candidates = {
  'Node splitting the lines': () => measure(process.execPath, [join(folder, 'split.mjs')]),
  'grep -c': () => measure('grep', ['-c', 'shutdown complete', log]),
  'a run with one line': () => measure(process.execPath, [cli, 'run', empty, '--quiet']),
};
Object.entries(EXPECTATIONS).forEach(([name, lines], index) => {
  const path = writeDocument(`doc-${index}`, log, lines);
  candidates[name] = () => measure(process.execPath, [cli, 'run', path, '--quiet']);
});

const results = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]));
try {
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(candidates)) results[name].push(await run());
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const split = median(results['Node splitting the lines'].map(({ ms }) => ms));
console.log(`Node ${process.version}, ${COUNT} lines, medians of ${ROUNDS}\n`);
for (const [name, list] of Object.entries(results)) {
  const ms = median(list.map((one) => one.ms));
  const peak = median(list.map((one) => one.peak));
  console.log(
    `${name.padEnd(30)}${ms.toFixed(0).padStart(7)} ms  ${(ms / split).toFixed(2).padStart(6)} of splitting  ${peak.toFixed(0).padStart(5)} MiB`,
  );
}
