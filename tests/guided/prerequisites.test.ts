import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fence, sections } from './documents.ts';
import { closeTerminals, endsOf, settled, step } from './guided.ts';

closeTerminals();

const DOCUMENT = `What stands above the prerequisites is shown with them.

${sections({
  Tools: fence('bash require', 'test -e tool'),
  Start: fence('bash run', 'echo started'),
  Space: fence('bash require', 'test -e space'),
})}`;

describe('prerequisites', () => {
  it('are announced, looked at without asking, and all that are missing are listed', async () => {
    const guided = await step(DOCUMENT, { line: 'step doc.md --report jsonl=events.jsonl' });
    await guided.question('[q]uit');
    writeFileSync(join(guided.dir, 'tool'), '');
    guided.press('Enter', 'r');
    await guided.waitFor('2 prerequisites are looked at first', 2);
    await guided.question('[q]uit');
    writeFileSync(join(guided.dir, 'space'), '');
    guided.press('r');
    await guided.waitFor('1 prerequisite is looked at first');
    await guided.asked('3/3  Start');
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    expect(endsOf(guided)).toEqual([
      'tools failed',
      'space failed',
      'tools passed',
      'space failed',
      'space passed',
      'start passed',
    ]);
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md --report jsonl=events.jsonl
      Steps  ~/work · run 7f3k

        What stands above the prerequisites is shown with them.

      2 prerequisites are looked at first
      ✗ Tools  test -e tool  TIME

      ✗ doc.md:7  require · tools   (exit 1, TIME)
          8      │ test -e tool
        exited with 1; the step expects 0

      ✗ Space  test -e space  TIME

      ✗ doc.md:21  require · space   (exit 1, TIME)
         22      │ test -e space
        exited with 1; the step expects 0

      Prerequisites are missing. retry

      2 prerequisites are looked at first
      ✔ Tools  test -e tool  TIME
      ✗ Space  test -e space  TIME

      ✗ doc.md:21  require · space   (exit 1, TIME)
         22      │ test -e space
        exited with 1; the step expects 0

      Prerequisites are missing. retry

      1 prerequisite is looked at first
      ✔ Space  test -e space  TIME

      ▸ 3/3  Start                                                        run   ~/work
        $ echo started
        expect   exit 0
      ? run
      ✔ Start  echo started  TIME
        │ started
      3 passed in TIME"
    `);
  });

  it('that stay missing end the run with 1, with nothing changed', async () => {
    const guided = await step(DOCUMENT);
    await guided.question('[q]uit');
    guided.press('q');
    expect(await guided.exit()).toBe(1);
    expect(guided.transcript()).toContain('2 failed');
  });

  it('are not gone back to', async () => {
    const guided = await step(DOCUMENT, { files: { tool: '', space: '' } });
    await guided.asked('3/3  Start');
    guided.press('b');
    await guided.asked('this is the first step');
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });
});
