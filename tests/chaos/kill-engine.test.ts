import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readJournal } from '../../src/runs/read-journal.ts';
import { type RunStory, tellStory } from '../../src/runs/run-story.ts';
import { filesBelow, findLeaks, formsOf } from '../hazards/everything-written.ts';
import type { InlineResult, Place } from '../helpers/run-inline.ts';
import { findSurvivors, settleSurvivors } from '../helpers/survivors.ts';
import { command, openToOthers, runFolder, runIds } from '../runs/records.ts';
import {
  countEffects,
  DOCUMENT,
  ENVIRONMENT,
  numberOf,
  ONCE,
  readTrail,
  SECRET,
  TRAILING,
} from './service-document.ts';
import {
  choose,
  countOperations,
  createRandom,
  nameEvents,
  SEED,
  type Strike,
  startStruck,
  strikeLate,
} from './striking.ts';

/** What the operator does after the engine was killed; `skip` takes interrupted steps as done. */
type Ending = 'redo' | 'skip' | 'stop';
const ENDINGS: readonly Ending[] = ['redo', 'skip', 'redo', 'skip', 'stop'];

interface Round {
  readonly where: string;
  /** How the engine ends; a number: from outside, so many milliseconds after its start. */
  readonly strike: Strike | number;
  /** How the engine ends that goes on with the run. */
  readonly second?: Strike;
  readonly ending: Ending;
}

const options = { env: ENVIRONMENT };

const undisturbed = await startStruck(DOCUMENT, { at: 'operation', count: 0, signals: [] }, options)
  .result;
if (undisturbed.exitCode !== 0) throw new Error(undisturbed.stdout + undisturbed.stderr);
const PLACES = nameEvents(undisturbed.events);
const OPERATIONS = countOperations(undisturbed.stderr);

function killAt(at: Strike['at'], count: number): Strike {
  return { at, count, signals: ['SIGKILL'] };
}

function listRounds(): Round[] {
  const random = createRandom(SEED);
  const below = (limit: number): number => Math.floor(random() * limit);
  const rounds: Omit<Round, 'ending'>[] = PLACES.flatMap((name, i) => [
    { where: `after the event ${name}`, strike: killAt('event', i + 1) },
    { where: `in the middle of the event ${name}`, strike: killAt('torn-event', i + 1) },
  ]);
  for (let i = 0; i < 60; i++) {
    const operation = 1 + below(OPERATIONS);
    const where = `after operation ${operation} on a file`;
    rounds.push({ where, strike: killAt('operation', operation) });
  }
  for (let i = 0; i < 30; i++) {
    const delay = 60 + below(700);
    rounds.push({ where: `${delay} ms after its start`, strike: delay });
  }
  for (let i = 0; i < 40; i++) {
    const [first, again] = [1 + below(PLACES.length - 4), 1 + below(PLACES.length)];
    rounds.push({
      where: `after ${PLACES[first - 1]}, and the next one after ${again} events`,
      strike: killAt('event', first),
      second: killAt(random() < 0.5 ? 'event' : 'torn-event', again),
    });
  }
  return rounds.map((round) => ({ ...round, ending: ENDINGS[below(ENDINGS.length)] ?? 'redo' }));
}

/** What the operator was told until the run had come to its end. */
interface Told {
  readonly results: InlineResult[];
  /** How often each step was reported as interrupted. */
  readonly interrupted: Map<string, number>;
}

function hear(told: Told, result: InlineResult): InlineResult {
  told.results.push(result);
  const steps = /in the middle of (.*): how far/.exec(result.stderr)?.[1] ?? '';
  for (const [, step = ''] of steps.matchAll(/`(s\d+)`/g))
    told.interrupted.set(step, (told.interrupted.get(step) ?? 0) + 1);
  return result;
}

/** What the journal of the place's only run tells; nothing where none has begun. */
function storyOf(place: Place): RunStory | undefined {
  const runs = join(place.stateDir, 'runbook/runs');
  const ids = existsSync(runs) ? runIds(place) : [];
  return ids.map((id) => tellStory(readJournal(join(runs, id)))).find((story) => story);
}

/** Does what an operator would do until the run has come to its end, one way or the other. */
async function finish(place: Place, round: Round): Promise<Told> {
  const told: Told = { results: [], interrupted: new Map() };
  const resume = { ...options, place, name: null, command: 'resume' };
  let { ending, second } = round;
  let args: string[] = [];
  for (let attempt = 0; attempt < 8; attempt++) {
    if (storyOf(place) === undefined) {
      const result = hear(told, await startStruck('', undefined, { ...options, place }).result);
      expect(result.exitCode, result.stderr).toBe(0);
      return told;
    }
    if (ending === 'stop') {
      const result = hear(told, await command(place, 'stop', [], options));
      expect(result.exitCode, result.stdout + result.stderr).toBe(0);
      return told;
    }
    const result = hear(told, await startStruck('', second, { ...resume, args }).result);
    const { exitCode, signal, stdout, stderr } = result;
    if (exitCode === 0 || exitCode === 4) return told;
    if (signal === 'SIGKILL') second = undefined;
    args = [];
    if (stderr.includes('it has come to its end')) return told;
    if (stderr.includes('so its steps are undone')) ending = 'stop';
    else if (stderr.includes('run it again with --redo')) args = ['--redo'];
    else if (stderr.includes('in the middle of'))
      args = [ending === 'skip' ? '--skip-interrupted' : '--redo'];
    else expect(signal, stdout + stderr).toBe('SIGKILL');
    if (signal === null) expect(exitCode, stderr).toBe(2);
  }
  throw new Error('the run has not come to its end');
}

/** A step that is on record as done was done once, or the operator knew that it might be again. */
function checkEffects(place: Place, { interrupted }: Told, { ends }: RunStory): void {
  for (const id of ONCE) {
    const times = countEffects(place, numberOf(id));
    const asked = interrupted.get(id) ?? 0;
    const passed = ends.get(id)?.verdict.status === 'passed';
    expect(times, `times of ${id}, asked ${asked} times`).toBeLessThanOrEqual(1 + asked);
    expect(times, `times of ${id}`).toBeGreaterThanOrEqual(passed ? 1 : 0);
  }
  const done = ends.get('clean')?.verdict.status === 'passed';
  expect(countEffects(place, 'clean'), 'times of the cleanup').toBeGreaterThanOrEqual(done ? 1 : 0);
  if (ends.get('s12')?.verdict.status !== 'passed') return;
  const passed = TRAILING.filter((id) => ends.get(id)?.verdict.status === 'passed');
  expect(readTrail(place)).toEqual(passed.map(numberOf));
}

/** The run is over: each step has its verdict, and the exit code is the one that goes with them. */
function checkEnd({ results }: Told, { ends, end, stop }: RunStory): void {
  const exitCode = results.at(-1)?.exitCode;
  if (stop === 'done') {
    expect(exitCode).toBe(0);
    return;
  }
  const verdicts = [...ends.values()].map(({ step, verdict }) => [step, verdict] as const);
  const skipped = verdicts.filter(([, { status }]) => status === 'skipped');
  expect(verdicts.filter(([, { status }]) => status !== 'passed')).toEqual(skipped);
  expect(end?.exitCode).toBe(skipped.length > 0 ? 4 : 0);
  expect([end?.exitCode, 2]).toContain(exitCode);
}

/**
 * A daemon of a step that passed is the document's own work, until its step 12 ends it. It is not known
 * how far that one came when it was interrupted.
 */
function mayRemain({ ends, open, stop }: RunStory): string[][] {
  const nothing: string[] = [];
  const daemon = ['sleep 971.5'];
  if (stop !== 'done' || ends.get('s8')?.verdict.status !== 'passed') return [nothing];
  if (open.has('s12')) return [nothing, daemon];
  return ends.get('s12')?.verdict.status === 'passed' ? [nothing] : [daemon];
}

async function checkSurvivors(place: Place, story: RunStory): Promise<void> {
  const allowed = mayRemain(story).map(String);
  const look = (): string => String(findSurvivors(place.tag).map((survivor) => survivor.command));
  const deadline = performance.now() + 10_000;
  // What is about to end has a moment for it.
  while (!allowed.includes(look()) && performance.now() < deadline) await sleep(50);
  const left = look();
  for (const { pid } of findSurvivors(place.tag)) process.kill(pid, 'SIGKILL');
  expect(allowed).toContain(left);
}

function checkRecords(place: Place, results: readonly InlineResult[]): void {
  const printed = Object.fromEntries(
    results.map(({ stdout, stderr }, i) => [`program ${i}`, stdout + stderr]),
  );
  const report = existsSync(place.report) ? readFileSync(place.report, 'utf8') : '';
  const written = { ...printed, report, ...filesBelow(place.stateDir) };
  expect(findLeaks(written, formsOf(SECRET))).toEqual([]);
  expect(openToOthers(place)).toEqual([]);
}

/** What the engine had said is on record, and of the event under way at most a part. */
function checkJournal({ place, stdout }: InlineResult, strike: Round['strike']): void {
  const story = storyOf(place);
  const shown = [...stdout.matchAll(/^✔ (\w+)/gm)].map(([, id = '']) => id);
  const passed = [...(story?.ends.values() ?? [])].map(({ step }) => step);
  expect(passed).toEqual(expect.arrayContaining(shown));
  if (typeof strike === 'number' || strike.at === 'operation') return;
  const events = readJournal(runFolder(place));
  expect(events).toHaveLength(strike.at === 'event' ? strike.count : strike.count - 1);
}

async function play(round: Round): Promise<void> {
  const { strike } = round;
  const engine = startStruck(DOCUMENT, typeof strike === 'number' ? undefined : strike, options);
  if (typeof strike === 'number') await strikeLate(engine, 'SIGKILL', strike);
  const first = await engine.result;
  // From outside it can come too late, and how many operations there are is not always the same.
  if (typeof strike !== 'number' && strike.at !== 'operation')
    expect(first.signal, first.stderr).toBe('SIGKILL');
  checkJournal(first, strike);
  const { place } = engine;
  const told = await finish(place, round);
  const story = storyOf(place);
  if (story === undefined) throw new Error('the run has left no record');
  checkEffects(place, told, story);
  checkEnd(told, story);
  await checkSurvivors(place, story);
  checkRecords(place, [first, ...told.results]);
}

describe.concurrent(`an engine that is killed (seed ${SEED})`, () => {
  it.each(choose(listRounds()).map((round) => [round.where, round.ending, round] as const))(
    'loses nothing and does nothing twice: %s, then %s',
    async (_where, _ending, round) => play(round),
    120_000,
  );

  const openings = ['/out', '/err', '/state', '/snapshot', '/begun', '/bash', '/go'];
  it.each<[string, Omit<Strike, 'signals'>]>([
    ...openings.map((path): [string, Omit<Strike, 'signals'>] => [
      `just after it has opened ${path}`,
      { at: 'operation', path, count: 1 },
    ]),
    ['while the first step is under way', { at: 'event', count: 2 }],
    ['when the first step is done', { at: 'event', count: 3 }],
  ])(
    'leaves no shell behind, also when nobody goes on: %s',
    async (_, strike) => {
      const engine = startStruck(DOCUMENT, { ...strike, signals: ['SIGKILL'] }, options);
      expect((await engine.result).signal).toBe('SIGKILL');
      expect(await settleSurvivors(engine.place.tag)).toEqual([]);
    },
    120_000,
  );
});
