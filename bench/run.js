/**
 * `npm run bench [-- NAME…] [--quick] [--no-peers] [--strict] [--write FILE]`: what the program costs, as ratios to what the
 * machine can do at that moment, beside its peers. All of it writes `docs/performance.md`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeUsage, parseArguments } from './arguments.js';
import { interleave } from './measure/interleave.js';
import { killRunning } from './measure/run-process.js';
import { MEASUREMENTS } from './measurements/registry.js';
import { describeMachine } from './report/machine.js';
import { collectLimits, describePage, describeSections } from './report/page.js';
import { findOurs, findPeers } from './tools/find-tools.js';

const PAGE = fileURLToPath(new URL('../docs/performance.md', import.meta.url));
const QUICK_ROUNDS = 2;

const log = (line) => process.stderr.write(`${line}\n`);

async function measureAll({ measurements, isQuick, hasPeers }) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  process.once('SIGINT', () => {
    killRunning();
    rmSync(folder, { recursive: true, force: true });
    process.exit(130);
  });
  try {
    const machine = describeMachine();
    const ours = findOurs();
    const { found, missing } = hasPeers ? await findPeers(folder, log) : { found: [], missing: [] };
    const sections = new Map();
    const failures = [];
    const start = performance.now();
    for (const measurement of measurements) {
      log(`${measurement.name}: ${measurement.summary}`);
      const own = join(folder, measurement.name);
      mkdirSync(own);
      const context = { folder: own, isQuick, ours, peers: found };
      const rounds = isQuick ? QUICK_ROUNDS : measurement.rounds;
      const candidates = await measurement.prepare(context);
      const results = await interleave(candidates, rounds, log);
      failures.push(...listFailures(candidates, results));
      sections.set(measurement, { rounds, ...measurement.report(results, context) });
    }
    const minutes = (performance.now() - start) / 60_000;
    return { machine, minutes, isQuick, hasPeers, ours, found, missing, sections, failures };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What of our own did not do what it should: that is no matter of speed. */
function listFailures(candidates, results) {
  return candidates
    .filter(({ isPeer }) => isPeer !== true)
    .map(({ name }) => results.get(name))
    .filter(({ trouble }) => trouble?.startsWith('failed') === true)
    .map(({ name, trouble }) => `${name} ${trouble}`);
}

const chosen = parseArguments(process.argv.slice(2), MEASUREMENTS);
if ('problem' in chosen) {
  log(chosen.problem === undefined ? describeUsage(MEASUREMENTS) : `bench: ${chosen.problem}`);
  process.exitCode = chosen.problem === undefined ? 0 : 2;
} else {
  const outcome = await measureAll(chosen);
  const file = chosen.file ?? (chosen.isWhole ? PAGE : undefined);
  if (file !== undefined) writeFileSync(file, describePage(outcome));
  process.stdout.write(describeSections(outcome));
  const isMissed = collectLimits(outcome).some(({ isKept }) => isKept === false);
  for (const failure of outcome.failures) log(`bench: ${failure}`);
  if (outcome.failures.length > 0 || (chosen.isStrict && isMissed)) process.exitCode = 1;
}
