import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../src/document/parse.ts';
import { FAILURE_KEYS, STEP_KEYS } from '../../src/guided/keys.ts';
import {
  closeTerminals,
  type Guided,
  normalize,
  promptOf,
  settled,
  step,
} from '../guided/guided.ts';
import { ROOT } from '../helpers/paths.ts';

closeTerminals();

const PAGE = readFileSync(join(ROOT, 'docs/guided-mode.md'), 'utf8');
const FENCES = parseMarkdown(PAGE, 'guided-mode.md').fences;
const DOCUMENT = FENCES.find(({ info }) => info === 'markdown no-check')?.body ?? '';
const TRANSCRIPTS = FENCES.filter(({ info }) => info === 'text no-check').map(({ body }) =>
  body.trimEnd(),
);

/** Runs everything up to the test, which fails. */
async function failTest(): Promise<Guided> {
  const guided = await step(DOCUMENT, { line: 'step hello.md', files: { 'hello.md': DOCUMENT } });
  await guided.asked('2/4  Configure');
  guided.press('r');
  await guided.asked('3/4  Start');
  guided.press('r');
  await guided.asked('4/4  Test');
  guided.press('r');
  await guided.asked('exited with 1');
  return guided;
}

describe('docs/guided-mode.md shows what the program prints', () => {
  it('in a run to its end', async () => {
    const guided = await failTest();
    guided.press('!');
    await guided.question(promptOf('~/work'));
    guided.enter('echo "granted to $GREETING" >licence');
    await guided.waitFor('>licence');
    guided.enter('exit');
    await guided.question('Take over its directory and exports?');
    guided.press('n');
    await guided.asked('exports? no');
    guided.press('r');
    await guided.question('Clean up now?');
    guided.press('y');
    expect(await guided.exit()).toBe(0);
    expect(settled(guided)).toBe(normalize(TRANSCRIPTS[0] ?? ''));
  });

  it('when a run is left, and gone on with', async () => {
    const guided = await step(DOCUMENT, { line: 'step hello.md', files: { 'hello.md': DOCUMENT } });
    await guided.asked('2/4  Configure');
    guided.press('r');
    await guided.asked('3/4  Start');
    guided.press('q');
    await guided.question('Why, if you want to say');
    guided.enter('the licence is still to come');
    expect(await guided.exit()).toBe(4);
    guided.enter('runbook resume');
    await guided.asked('3/4  Start', 2);
    expect(settled(guided)).toBe(normalize(TRANSCRIPTS[1] ?? ''));
    guided.press('C-c');
    expect(await guided.exit(2)).toBe(130);
  });

  it('when a failure is ignored', async () => {
    const guided = await failTest();
    guided.press('i');
    await guided.question('Why can it be ignored?');
    guided.enter('the licence comes on Monday');
    await guided.question('Clean up now?');
    guided.press('n');
    expect(await guided.exit()).toBe(4);
    // The beginning is that of the first one.
    const end = settled(guided)
      .split(/^(?=▸ 4\/4)/m)
      .at(-1);
    expect(end).toBe(normalize(TRANSCRIPTS[2] ?? ''));
  });

  it.each([...STEP_KEYS, ...FAILURE_KEYS])('and explains the key $key: $label', ({ key, help }) => {
    expect(PAGE).toContain(`\n| \`${key}\` | ${help} |\n`);
  });
});
