import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fence, sections } from './documents.ts';
import { closeTerminals, endsOf, type Guided, step } from './guided.ts';

closeTerminals();

/** A prerequisite and a step that each last until a file is there. */
const DOCUMENT = sections({
  Tools: fence('bash require', 'touch looking; until test -e tools; do sleep 0.1; done'),
  First: fence('bash run', 'touch running; until test -e first; do sleep 0.1; done'),
  Last: fence('bash run', 'touch last'),
});

/** Types while a step is under way, which comes to its end then. */
async function typeDuring(guided: Guided, begun: string, end: string, keys: readonly string[]) {
  await guided.until(begun, () => existsSync(join(guided.dir, begun)));
  guided.press(...keys);
  writeFileSync(join(guided.dir, end), '');
}

describe('what is typed while nothing is asked', () => {
  it('during the prerequisites runs nothing: A is not taken by the first question', async () => {
    const guided = await step(DOCUMENT, { line: 'step doc.md --report jsonl=events.jsonl' });
    await typeDuring(guided, 'looking', 'tools', ['A']);
    await guided.asked('2/3  First');
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
    expect(endsOf(guided)).toContain('tools passed');
    expect(existsSync(join(guided.dir, 'running'))).toBe(false);
  });

  it('during a step runs no other one, and marks none as done', async () => {
    const guided = await step(DOCUMENT, { files: { tools: '' } });
    await guided.asked('2/3  First');
    guided.press('r');
    await typeDuring(guided, 'running', 'first', ['r', 'A', 'Enter', 'q', 'Enter']);
    await guided.asked('3/3  Last');
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
    expect(existsSync(join(guided.dir, 'last'))).toBe(false);
  });

  it('with --plain is no answer either, with its end or without', async () => {
    const guided = await step(DOCUMENT, { line: 'step doc.md --plain', files: { tools: '' } });
    await guided.question('[?]:');
    guided.enter('r');
    await typeDuring(guided, 'running', 'first', ['r', 'Enter', 'A']);
    await guided.until('the next question', (shown) => shown.split('[?]:').length === 3);
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
    expect(existsSync(join(guided.dir, 'last'))).toBe(false);
  });
});
