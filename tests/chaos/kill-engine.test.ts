import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Block, documentOf } from '../engine/blocks.ts';
import { type InlineProcess, type Place, startInline } from '../helpers/run-inline.ts';
import { settleSurvivors } from '../helpers/survivors.ts';
import { openToOthers, runFolder, runIds } from '../runs/records.ts';

/** How often an engine is killed; the full suite of a release asks for more. */
const ROUNDS = Number(process.env['RUNBOOK_CHAOS_ROUNDS'] ?? 8);
const SEED = Number(process.env['RUNBOOK_CHAOS_SEED'] ?? 7);
const SECRET = 'hunter2-hunter2-hunter2';
const STEPS = 12;

/** Effects are appended lines; step 3 is a service, and every step depends on the state before it. */
const BLOCKS: readonly Block[] = Array.from({ length: STEPS }, (_, i): Block => {
  const n = i + 1;
  const effect = `echo ${n} >>"$top/effects"`;
  if (n === 1) return ['bash run id=s1', `top=$PWD; n=1; copy=$TOKEN; ${effect}`];
  if (n === 3)
    return [
      'bash run id=s3 background ready=file:up',
      'rm -f "$top/up"; echo "$TOKEN"; touch "$top/up"; exec sleep 973.5',
    ];
  return [
    `bash run id=s${n}`,
    `test "$n" = ${n === 4 ? 2 : n - 1}; n=${n}; ${effect}; sleep 0.0${n % 4}`,
  ];
});
const DOCUMENT = documentOf(BLOCKS, '  params:\n    token: {type: string, secret: true}');

/** Numbers from 0 to 1 that the seed decides (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Sends the signal after so many events, or at a moment of its own. */
async function strike(
  engine: InlineProcess,
  signal: NodeJS.Signals,
  random: () => number,
): Promise<void> {
  const ended = engine.result.then(() => true);
  const byEvent = random() < 0.5;
  const events = Math.floor(random() * 26);
  const deadline = performance.now() + 150 + random() * 700;
  while (!(await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1))]))) {
    if (byEvent ? countEvents(engine.place) >= events : performance.now() > deadline) break;
  }
  engine.kill(signal);
  await engine.result;
}

function countEvents({ report }: Place): number {
  return existsSync(report) ? readFileSync(report, 'utf8').split('\n').length : 0;
}

const options = { env: { TOKEN: SECRET } };

/** Goes on with the run until it has passed; the steps that were reported as interrupted. */
async function finish(place: Place): Promise<Set<string>> {
  const interrupted = new Set<string>();
  for (let attempt = 0; attempt < 5; attempt++) {
    const begun =
      existsSync(join(place.stateDir, 'runbook/runs')) &&
      runIds(place).length > 0 &&
      statSync(join(runFolder(place), 'journal.jsonl'), { throwIfNoEntry: false })?.size;
    const engine = begun
      ? startInline('', {
          ...options,
          place,
          name: null,
          command: 'resume',
          args: interrupted.size > 0 ? ['--redo'] : [],
        })
      : startInline('', { ...options, place });
    const { exitCode, stdout, stderr } = await engine.result;
    for (const [, step = ''] of stdout.matchAll(/^ {2}(s\d+) was interrupted/gm))
      interrupted.add(step);
    for (const [, step = ''] of stderr.matchAll(/in the middle of `(s\d+)`/g))
      interrupted.add(step);
    if (exitCode === 0) return interrupted;
    if (stderr.includes('it has come to its end')) return interrupted;
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('in the middle of'),
    });
  }
  throw new Error('the run has not come to its end');
}

function effectsOf(place: Place): string[] {
  const path = join(place.dir, 'effects');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
}

/** Files with the secret in them. */
function leaks(place: Place): string[] {
  const names = readdirSync(place.stateDir, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => {
    const path = join(place.stateDir, name);
    return statSync(path).isFile() && readFileSync(path, 'latin1').includes(SECRET);
  });
}

it.each(Array.from({ length: ROUNDS }, (_, round) => [round]))(
  `nothing is lost or done twice when the engine is killed (round %i, seed ${SEED})`,
  async (round) => {
    const random = createRandom(SEED + round);
    const engine = startInline(DOCUMENT, options);
    await strike(engine, 'SIGKILL', random);
    const interrupted = await finish(engine.place);
    const effects = effectsOf(engine.place);
    for (let n = 1; n <= STEPS; n++) {
      if (n === 3) continue;
      const times = effects.filter((effect) => effect === String(n)).length;
      expect({ n, times }).toEqual({ n, times: interrupted.has(`s${n}`) && times === 2 ? 2 : 1 });
    }
    expect(await settleSurvivors(engine.place.tag)).toEqual([]);
    expect(leaks(engine.place)).toEqual([]);
    expect(openToOthers(engine.place)).toEqual([]);
  },
);

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(`no process is left after %s at any moment (seed ${SEED})`, async (signal, code) => {
  const random = createRandom(SEED);
  for (let round = 0; round < Math.ceil(ROUNDS / 4); round++) {
    const engine = startInline(DOCUMENT, options);
    await strike(engine, signal, random);
    const result = await engine.result;
    // Before its handlers are there the signal ends the program, which has done nothing then.
    expect([0, code, null]).toContain(result.exitCode);
    if (result.exitCode === null) expect(result.signal).toBe(signal);
    expect(await settleSurvivors(engine.place.tag)).toEqual([]);
  }
});
