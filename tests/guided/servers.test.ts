import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../helpers/run-inline.ts';
import { fence, sections } from './documents.ts';
import { closeTerminals, decisionsOf, endsOf, type Guided, settled, step } from './guided.ts';

closeTerminals();

const REPORT = 'step doc.md --report jsonl=events.jsonl';

/** A server that starts when `settings` is there, and ends when `gone` is. */
const SERVER = sections({
  Serve: fence(
    'bash run background ready=log:/^up/',
    'test -e settings',
    'echo up',
    'until test -e gone; do sleep 0.05; done',
    'exit 7',
  ),
  Try: fence('bash test', 'echo tried'),
});

const put = (guided: Guided, name: string): void => writeFileSync(join(guided.dir, name), '');

describe('a background step in guided mode', () => {
  it('starts again when it failed before and is retried', { timeout: 60_000 }, async () => {
    const guided = await step(SERVER, { line: REPORT });
    await guided.asked('1/2  Serve');
    guided.press('r');
    await guided.asked('✗ doc.md:5');
    put(guided, 'settings');
    guided.press('r');
    await guided.asked('2/2  Try');
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    expect(endsOf(guided)).toEqual(['serve failed', 'serve passed', 'try passed']);
  });

  it('is stopped and started again when one goes back to it', { timeout: 60_000 }, async () => {
    const guided = await step(SERVER, { line: REPORT, files: { settings: '' } });
    await guided.asked('1/2  Serve');
    guided.press('r');
    await guided.asked('2/2  Try');
    guided.press('b');
    await guided.asked('1/2  Serve', 2);
    guided.press('r');
    await guided.asked('2/2  Try', 2);
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    expect(endsOf(guided)).toEqual(['serve passed', 'serve passed', 'try passed']);
    expect(eventsOf(guided.events(), 'background-stopped').map(({ why }) => why)).toEqual([
      'stops',
      'end',
    ]);
  });

  it('that dies while a question is open is told of, and can be ignored', {
    timeout: 60_000,
  }, async () => {
    const guided = await step(SERVER, { line: REPORT, files: { settings: '' } });
    await guided.asked('1/2  Serve');
    guided.press('r');
    await guided.asked('2/2  Try');
    put(guided, 'gone');
    await guided.asked('✗ doc.md:5');
    guided.press('i');
    await guided.question('Why can it be ignored?');
    guided.enter('nothing needs it any more');
    await guided.asked('2/2  Try', 2);
    guided.press('r');
    expect(await guided.exit()).toBe(4);
    expect(decisionsOf(guided)).toEqual(['ignore serve nothing needs it any more']);
    expect(endsOf(guided)).toEqual(['serve passed', 'try passed']);
    expect(settled(guided).split('\n').slice(-1)).toEqual(['1 passed, 1 failed in TIME']);
  });
});
