import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentOf } from '../engine/blocks.ts';
import { closeTerminals, type Guided, step } from '../guided/guided.ts';
import { settleSurvivors } from '../helpers/survivors.ts';
import { command } from '../runs/records.ts';
import { answer, ask, KINDS } from './asking.ts';
import type { Question } from './program.ts';

closeTerminals();

const YES_NO = [
  { key: 'y', label: '[y]es' },
  { key: 'n', label: '[n]o' },
];
const ENTRIES = ['one', 'two'].map((value) => ({ value, label: value }));
const QUESTIONS: readonly (readonly [string, Question])[] = [
  ['a key', { key: 'Well?', choices: YES_NO }],
  ['a line', { text: 'Well?' }],
  ['a secret', { secret: 'Well?' }],
  ['a list', { choose: 'Well?', choices: ENTRIES }],
  ['a paste', { paste: 'Well?' }],
];
const CASES = KINDS.flatMap((kind) => QUESTIONS.map((row) => [kind, ...row] as const));

describe('Ctrl-C', () => {
  it.each(CASES)(
    'at the %s question for %s is no answer, and the terminal is as it was',
    async (kind, _, question) => {
      const terminal = await ask([question], kind);
      await terminal.waitFor('Well?');
      terminal.type('y'.repeat(question === QUESTIONS[0]?.[1] ? 0 : 3));
      terminal.press('C-c');
      await terminal.waitFor(answer(null));
      expect(await terminal.end()).toEqual({ code: 130, ...(await terminal.before()) });
    },
  );
});

describe('a secret', () => {
  it.each(KINDS)('(%s) is never echoed, not even when it is corrected', async (kind) => {
    const terminal = await ask([{ secret: 'Word' }], kind);
    await terminal.waitFor('(not shown)');
    terminal.type('hush');
    terminal.press('BSpace', 'BSpace');
    terminal.enter('X');
    await terminal.waitFor('= "huX"');
    const [asked = ''] = terminal.transcript().split('\n=');
    expect(asked).not.toMatch(/X|hu/);
  });
});

const DOCUMENT = documentOf([
  ['bash run id=first', 'echo first >>said'],
  ['text manual id=by-hand', 'Do it.'],
  ['output', 'done'],
  ['bash run id=last confirm="Really?"', 'echo last >>said'],
]);

/** A place where the person is asked, and how to come there. */
const PLACES: readonly (readonly [string, (guided: Guided) => Promise<void>])[] = [
  ['the keys', async () => {}],
  [
    'a list',
    async (guided) => {
      guided.press('j');
      await guided.waitFor('Go to');
    },
  ],
  [
    'a reason',
    async (guided) => {
      guided.press('s');
      await guided.question('Why is it left out?');
    },
  ],
  [
    'a paste',
    async (guided) => {
      guided.press('r');
      await guided.waitFor('[d]one, paste');
      guided.press('d');
      await guided.waitFor('press Ctrl-D');
      guided.type('half');
      await guided.waitFor('\nhalf');
    },
  ],
];

describe('a terminal that is closed', () => {
  it.each(
    ['step doc.md', 'step doc.md --plain'].flatMap((line) =>
      PLACES.map(([name, go]) => [line, name, go] as const),
    ),
  )('in `%s`, at %s, ends the run with 129, and it can be resumed', async (line, _, go) => {
    const isPlain = line.includes('--plain');
    const guided = await step(DOCUMENT, { line: '' });
    guided.enter(`runbook-survivor ${line} --state-dir state`);
    const press = guided.press.bind(guided);
    // A key is a line there.
    if (isPlain) guided.press = (...keys) => press(...keys.flatMap((key) => [key, 'Enter']));
    const isAsked = async (card: string): Promise<void> =>
      guided.until(`the keys of ${card}`, (shown) => (shown.split(card)[1] ?? '').includes('[?]'));
    await isAsked('1/3');
    guided.press('r');
    await isAsked('2/3');
    await go(guided);
    guided.hangUp();
    expect(await guided.exitAfterHangUp()).toBe(129);
    expect(await settleSurvivors(guided.tag)).toEqual([]);
    const { dir, home, tag } = guided;
    const place = { dir, home, stateDir: join(dir, 'state'), report: join(dir, 'events'), tag };
    const resumed = await command(place, 'resume', [
      ...['--yes', '--manual=done', '--state-dir', 'state'],
    ]);
    // What was done by hand is not checked.
    expect(resumed.exitCode, resumed.stdout + resumed.stderr).toBe(4);
    expect(readFileSync(join(dir, 'said'), 'utf8')).toBe('first\nlast\n');
  });

  it.each([
    ['a line', '  params:\n    count: {type: int}', 'count (int)'],
    ['a list', '  params:\n    zone: {values: [north, south], type: enum}', 'zone'],
    ['a key', '  params:\n    fast: {type: bool}', 'fast'],
    ['a secret', '  params:\n    token: {secret: true}', 'token'],
  ])('at %s before the run ends it with 129, and nothing ran', async (_, params, shown) => {
    for (const flag of ['', ' --plain']) {
      const guided = await step(documentOf([['bash run', 'touch ran']], params), { line: '' });
      guided.enter(`runbook-survivor run doc.md${flag}`);
      await guided.waitFor(`\n${shown}`);
      guided.hangUp();
      expect(await guided.exitAfterHangUp(), flag).toBe(129);
      expect(await settleSurvivors(guided.tag)).toEqual([]);
      expect(existsSync(join(guided.dir, 'ran'))).toBe(false);
    }
  });
});
