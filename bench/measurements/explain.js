/**
 * `node bench/explain.js`: how long it takes to explain a mismatch of 100,000 lines of output with as
 * many lines of an expectation, and how much memory, through the built program. A run in which the
 * same output matches is what the rest of the program needs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LINES = Number(process.argv[2] ?? 100_000);
const BLOCK = 5_000;
const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'dist/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'bench-'));

const lines = Array.from({ length: LINES }, (_, i) => `line ${i}: ${(i * 7919) % 10_007} items`);
const replace = (at, text) => lines.with(at, text);
const other = lines.map((line, i) => `other ${LINES - i} ${line.length}`);
const shift = (from, count, to) => {
  const rest = lines.toSpliced(from, count);
  return rest.toSpliced(to, 0, ...lines.slice(from, from + count));
};
const long = (text) => `${'x'.repeat(5_000_000)}${text}${'y'.repeat(5_000_000)}`;

/** What is expected, and what is printed instead. */
const cases = {
  'no change': [lines, lines],
  'one change in the middle': [lines, replace(LINES / 2, 'changed')],
  'all lines different': [lines, other],
  'a block moved far': [lines, shift(0, BLOCK, LINES - 2 * BLOCK)],
  'a block inserted at the top': [lines.slice(BLOCK), lines],
  'a block missing in the middle': [lines, lines.toSpliced(LINES / 2, BLOCK)],
  'every 100th line changed': [lines, lines.map((line, i) => (i % 100 === 0 ? `${line}!` : line))],
  'one line of 10 MB': [[long('a')], [long('b')]],
};

/** Seconds of processor time and peak memory in MB of one run; what was printed. */
function measure(expected, printed) {
  const document = join(folder, 'doc.md');
  const output = join(folder, 'output.txt');
  writeFileSync(output, `${printed.join('\n')}\n`);
  const fence = `\`\`\`output\n${expected.join('\n')}\n\`\`\``;
  writeFileSync(document, `# Doc\n\n\`\`\`bash run\ncat ${output}\n\`\`\`\n\n${fence}\n`);
  const { stdout, stderr } = spawnSync(process.execPath, [wrapper, 'run', document], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e9,
    timeout: 60_000,
    env: { ...process.env, XDG_STATE_HOME: folder },
  });
  const [, memory, time] = /used (\d+) (\d+)/.exec(stderr) ?? [];
  return { seconds: Number(time) / 1e6, memory: Number(memory) / 1024, stdout };
}

const wrapper = join(folder, 'wrapper.mjs');
writeFileSync(
  wrapper,
  `process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write('used ' + maxRSS + ' ' + (userCPUTime + systemCPUTime));
});
await import(${JSON.stringify(cli)});`,
);
if (!existsSync(cli)) throw new Error('build the program first: npm run build');
console.log(`Node ${process.version}, ${cpus().length} cores, ${LINES} lines\n`);
for (const [name, [expected, printed]] of Object.entries(cases)) {
  const { seconds, memory, stdout } = measure(expected, printed);
  const rows = stdout.split('\n').length;
  console.log(
    `${name.padEnd(32)}${seconds.toFixed(2).padStart(7)} s${memory.toFixed(0).padStart(6)} MB${String(rows).padStart(6)} rows shown`,
  );
  if (process.argv[3] === name) console.log(stdout);
}
rmSync(folder, { recursive: true, force: true });
