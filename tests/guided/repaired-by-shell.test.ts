import { describe, expect, it } from 'vitest';
import { fence, sections } from './documents.ts';
import { closeTerminals, endsOf, promptOf, step } from './guided.ts';

closeTerminals();

const REPORT = 'step doc.md --report jsonl=events.jsonl';

const DOCUMENT = sections({
  First: fence('bash run', 'here=first; export LEVEL=1'),
  Second: fence(
    'bash run',
    'LEVEL=$((LEVEL + 1)); here=second',
    'test -n "$REPAIRED"',
    'echo "$LEVEL $here"',
  ),
  Third: fence('bash test', 'echo "$LEVEL $here $REPAIRED ${PWD##*/}"'),
});

describe('a failure that is repaired in a shell', () => {
  it('is tried again in the state from before it, with what was taken over', {
    timeout: 60_000,
  }, async () => {
    const guided = await step(DOCUMENT, { line: REPORT, rows: 60 });
    await guided.asked('1/3  First');
    guided.press('r');
    await guided.asked('2/3  Second');
    guided.press('r');
    await guided.asked('✗ doc.md');
    guided.press('!');
    await guided.waitFor(promptOf('~/work'));
    guided.enter('export REPAIRED=yes; mkdir sub; cd sub');
    guided.enter('exit');
    await guided.question('Take over');
    guided.press('y');
    await guided.asked('Take over its directory and exports? yes');
    guided.press('r');
    await guided.asked('3/3  Third');
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    expect(endsOf(guided)).toEqual([
      'first passed',
      'second failed',
      'second passed',
      'third passed',
    ]);
    expect(guided.transcript()).toContain('│ 2 second\n');
    expect(guided.transcript()).toContain('│ 2 second yes sub\n');
  });
});
