/**
 * `npm run bench:test`: a suite of 1,000 documents of five steps. Its rate, as a ratio to starting `bash -c :`
 * from Node as often in the same run, and its peak memory, also against that of a tenth of the documents: it
 * must not grow with their number.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DOCUMENTS = 1_000;
const STEPS = 5;
/** In MB; what the program itself takes is most of it. */
const MOST_MEMORY = 220;
/** What ten times as many documents may add, in MB. */
const MOST_GROWTH = 60;
const cli = join(fileURLToPath(new URL('..', import.meta.url)), 'dist/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'bench-'));

/** Prints, at the end of a process, its peak memory in MB. */
const HOOK = `
import { writeSync } from 'node:fs';
process.on('exit', () => writeSync(2, String(process.resourceUsage().maxRSS / 1024)));
`;

function writeDocuments(count) {
  const root = join(folder, String(count));
  mkdirSync(join(root, 'docs'), { recursive: true });
  const steps = Array.from(
    { length: STEPS },
    (_, i) => `\`\`\`bash test\necho ${i}\n\`\`\`\n\n\`\`\`output\n${i}\n\`\`\`\n`,
  );
  const text = `# Steps\n\n${steps.join('\n')}`;
  for (let i = 0; i < count; i++) writeFileSync(join(root, `docs/${i}.md`), text);
  return root;
}

function runSuite(count) {
  const cwd = writeDocuments(count);
  const start = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', join(folder, 'hook.mjs'), cli, 'test', '--quiet'],
    { cwd, encoding: 'utf8', env: { ...process.env, XDG_STATE_HOME: folder } },
  );
  if (status !== 0) throw new Error(`the suite ended with ${status}: ${stderr}`);
  return { ms: performance.now() - start, memory: Number(stderr) };
}

/** As many processes as there are documents, as many at once. */
async function timeBash(count) {
  const start = performance.now();
  let left = count;
  const work = async () => {
    while (left-- > 0)
      await new Promise((resolve) =>
        spawn('bash', ['-c', ':'], { stdio: 'ignore' }).on('exit', resolve),
      );
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return performance.now() - start;
}

try {
  writeFileSync(join(folder, 'hook.mjs'), HOOK);
  runSuite(10);
  const small = runSuite(DOCUMENTS / 10);
  const bash = await timeBash(DOCUMENTS);
  const suite = runSuite(DOCUMENTS);
  const rate = (DOCUMENTS / suite.ms) * 1_000;
  console.log(
    `${DOCUMENTS} documents of ${STEPS} steps, ${availableParallelism()} at once: ${rate.toFixed(0)} a second`,
  );
  console.log(`a document takes ${(suite.ms / bash).toFixed(1)} times as long as \`bash -c :\``);
  console.log(
    `memory ${suite.memory.toFixed(0)} MB (at most ${MOST_MEMORY}); with a tenth of the documents ${small.memory.toFixed(0)} MB`,
  );
  const isHeld = suite.memory <= MOST_MEMORY && suite.memory - small.memory <= MOST_GROWTH;
  if (!isHeld) console.log('that is more than it may be');
  process.exitCode = isHeld ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
