import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../helpers/run-inline.ts';
import { fence } from './documents.ts';
import { closeTerminals, type Guided, settled, step } from './guided.ts';

closeTerminals();

const DOCUMENT = `# Doc

- [ ] [It works](#works)
- [ ] The boss is told
- [ ] The door is locked

## Works

${fence('bash test', 'echo works')}
## Clean

${fence('bash cleanup', 'touch cleaned')}`;

/** Everything has run, and the first item for a person is asked about. */
async function reachChecklist(flags = ''): Promise<Guided> {
  const line = `step doc.md --report jsonl=events.jsonl${flags}`;
  const guided = await step(DOCUMENT, { line, rows: 60 });
  await guided.asked('1/1');
  guided.press('r');
  await guided.question('Does it hold?');
  return guided;
}

/** What became of each item. */
function statesOf(guided: Guided): string[] {
  return eventsOf(guided.events(), 'checklist').flatMap(({ items }) =>
    items.map(({ text, state, note }) => [text, state, note].filter(Boolean).join(' ')),
  );
}

describe('the checklist in guided mode', () => {
  it('asks about what no step proves, and tells who said what', { timeout: 60_000 }, async () => {
    const guided = await reachChecklist(' --require-checklist');
    guided.press('Enter', 'y');
    await guided.question('Note, if any');
    guided.enter('by phone');
    await guided.question('Does it hold?');
    guided.press('l');
    await guided.question('[n]o, later');
    guided.press('y');
    expect(await guided.exit()).toBe(1);
    expect(statesOf(guided)).toEqual([
      'It works verified',
      'The boss is told confirmed by phone',
      'The door is locked unconfirmed',
    ]);
    expect(
      settled(guided)
        .slice(settled(guided).lastIndexOf('Checklist'))
        .replaceAll(/\d\d:\d\d:\d\d UTC(, \S+)?/g, 'TIME'),
    ).toMatchInlineSnapshot(`
      "Checklist  1 verified, 1 confirmed, 1 unconfirmed
        ✔ It works  works, TIME
        ✔ The boss is told  confirmed by ann, TIME: by phone
        ○ The door is locked  unconfirmed: for a person
        1 item open, and it has to hold (--require-checklist)

      2 passed in TIME"
    `);
  });

  it.each([
    ['at the first question', 0],
    ['that has taken back an answer at its note, once more', 1],
  ])(
    'Ctrl-C %s interrupts the run, and asks nothing more',
    {
      timeout: 60_000,
    },
    async (_, answers) => {
      const guided = await reachChecklist();
      if (answers > 0) {
        guided.press('y');
        await guided.question('Note, if any');
        guided.press('C-c');
        await guided.question('[l]eave it open');
      }
      guided.press('C-c');
      expect(await guided.exit()).toBe(130);
      expect(statesOf(guided).slice(1)).toEqual([
        'The boss is told unconfirmed',
        'The door is locked unconfirmed',
      ]);
      expect(existsSync(join(guided.dir, 'cleaned'))).toBe(false);
    },
  );

  it('Ctrl-C at the question about cleanup interrupts the run, and leaves it for stop', {
    timeout: 60_000,
  }, async () => {
    const guided = await reachChecklist();
    guided.press('l');
    await guided.waitFor('2/2  The door is locked');
    await guided.question('Does it hold?');
    guided.press('l');
    await guided.question('[n]o, later');
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
    expect(existsSync(join(guided.dir, 'cleaned'))).toBe(false);
    guided.enter('runbook stop');
    expect(await guided.exit(2)).toBe(0);
    expect(existsSync(join(guided.dir, 'cleaned'))).toBe(true);
  });
});
