/**
 * What much output costs: one step that prints 2 GB, beside the same command in `bash -c 'cmd' | cat >file`.
 * Each is measured right after `cat`, and what counts is the median of the quotients: a slow minute slows both. Memory is the peak of the
 * engine's own process.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const SIZE = process.env.SIZE ?? '2G';
/** The least speed, as a part of that of `cat`, and the most memory. */
const LEAST_SPEED = 0.5;
const MOST_MEMORY_MB = 200;
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(process.env.BENCH_FOLDER ?? tmpdir(), 'bench-'));

const PRINTERS = {
  yes: `yes "a line of output that is not short at all, and goes on a little" | head -c ${SIZE} || true`,
  'one byte': `head -c ${SIZE} /dev/zero | tr '\\0' x`,
  'short lines': `yes | head -c ${SIZE} || true`,
  fold: `yes "$(printf '%0.sab cd ' {1..5000})" | fold -w 100 | head -c ${SIZE} || true`,
};

const FRONT_MATTERS = {
  'no secret': '',
  'a secret param': '\n  params:\n    token: {type: string, secret: true}',
  'and two patterns':
    "\n  params:\n    token: {type: string, secret: true}\n  mask: ['ghp_\\w+', 'AKIA[0-9A-Z]{16}']",
  'one without a literal': "\n  mask: ['[A-Z0-9]{20}']",
};

/** What `spawnSync` runs, and takes the peak of: `/proc` knows it until the process is gone. */
const PRELOAD = `process.on('exit', () => require('node:fs').writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS)));`;

function time(command, args, env = {}) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stdout}${stderr}`);
  return performance.now() - start;
}

function timeCat(printer) {
  const script = join(folder, 'printer.sh');
  writeFileSync(script, printer);
  const ms = time('bash', ['-c', `bash ${script} | cat >${join(folder, 'copy')}`]);
  rmSync(join(folder, 'copy'));
  return ms;
}

function timeRun(printer, frontMatter) {
  const document = join(folder, 'doc.md');
  const head = `---\nrunbook:\n  max-output: 3GiB${frontMatter}\n---\n`;
  writeFileSync(document, `${head}\n# Output\n\n\`\`\`bash run\n${printer}\n\`\`\`\n`);
  const peak = join(folder, 'peak');
  writeFileSync(join(folder, 'preload.cjs'), PRELOAD);
  const state = join(folder, 'state');
  const ms = time(
    process.execPath,
    [
      '--require',
      join(folder, 'preload.cjs'),
      cli,
      'run',
      document,
      '--quiet',
      '--state-dir',
      state,
    ],
    { PEAK: peak, TOKEN: 'correct horse battery staple' },
  );
  rmSync(state, { recursive: true });
  return { ms, mb: Number(readFileSync(peak, 'utf8')) / 1024 };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`.padStart(9);

console.log(`Node ${process.version}, ${cpus().length} cores, ${SIZE}, medians of ${ROUNDS}\n`);
let isKept = true;
for (const [name, printer] of Object.entries(PRINTERS)) {
  const rounds = Object.fromEntries(Object.keys(FRONT_MATTERS).map((key) => [key, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [key, text] of Object.entries(FRONT_MATTERS)) {
      // One right after the other: what else the machine does changes from minute to minute.
      const cat = timeCat(printer);
      const run = timeRun(printer, text);
      rounds[key].push({ ...run, cat, speed: cat / run.ms });
    }
  }
  for (const [key, list] of Object.entries(rounds)) {
    const mb = Math.max(...list.map((run) => run.mb));
    const speed = median(list.map((run) => run.speed));
    isKept &&= speed >= LEAST_SPEED && mb < MOST_MEMORY_MB;
    const times = [median(list.map((run) => run.ms)), median(list.map((run) => run.cat))];
    console.log(
      `${`${name}, ${key}`.padEnd(36)}${times.map(seconds).join(', cat')}  ${speed.toFixed(2)} of its speed, ${mb.toFixed(0)} MB at most`,
    );
  }
}
rmSync(folder, { recursive: true, force: true });
console.log(
  `\n${isKept ? 'kept' : 'NOT KEPT'}: at least ${LEAST_SPEED} of the speed of cat, less than ${MOST_MEMORY_MB} MB`,
);
process.exitCode = isKept ? 0 : 1;
