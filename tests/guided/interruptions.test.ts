import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settleSurvivors } from '../helpers/survivors.ts';
import { closeTerminals, endsOf, type Guided, settled, step } from './guided.ts';
import { modesOf, pidOf, runSlow, SLOW } from './slow.ts';

closeTerminals();

describe('Ctrl-C', () => {
  it('during a step ends the step alone, and asks what to do', async () => {
    const guided = await runSlow();
    guided.press('C-c');
    await guided.asked('■ Slow');
    writeFileSync(join(guided.dir, 'quick'), '');
    guided.press('r');
    await guided.asked('3/3  Last');
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    expect(endsOf(guided)).toEqual([
      'first passed',
      'slow cancelled',
      'slow passed',
      'last passed',
    ]);
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md --report jsonl=events.jsonl
      Steps  ~/work · run 7f3k

      ▸ 1/3  First                                                        run   ~/work
        $ echo first
        expect   exit 0
      ? run
      ✔ First  echo first  TIME
        │ first

      ▸ 2/3  Slow                                                         run   ~/work
        $ echo begun; test -e quick || sleep 600
        expect   exit 0
      ? run
      SIGINT: stopping the step; once more ends the run
      ■ Slow   echo begun; test -e quick || sleep 600  TIME
      ? retry
      ✔ Slow   echo begun; test -e quick || sleep 600  TIME
        │ begun

      ▸ 3/3  Last                                                         run   ~/work
        $ echo last
        expect   exit 0
      ? run
      ✔ Last   echo last  TIME
        │ last
      3 passed in TIME"
    `);
  });

  it('a second time during a step ends the run with 130', async () => {
    const stubborn = SLOW.replace('echo begun;', "trap '' INT TERM; echo begun;");
    const guided = await runSlow(stubborn);
    guided.press('C-c');
    await guided.waitFor('once more ends the run');
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
    // The shell of the terminal, and what shows that it is there.
    expect(await settleSurvivors(guided.tag, 2)).toHaveLength(2);
  });

  it('at a question ends the run with 130, which can be resumed', async () => {
    const guided = await step(SLOW);
    await guided.asked('1/3  First');
    guided.press('r');
    await guided.asked('2/3  Slow');
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
    expect(guided.transcript()).toContain('next runbook resume');
  });

  it('at what a key has asked takes back the key, with --plain as well', async () => {
    const guided = await step(SLOW, { line: 'step doc.md --plain' });
    await guided.question('[?]:');
    for (const [key, question] of [
      ['s', 'Why is it left out?'],
      ['j', 'Go to, number or name:'],
      ['q', 'Why, if you want to say:'],
    ] as const) {
      guided.enter(key);
      await guided.question(question);
      guided.press('C-c');
      await guided.question('[?]:');
    }
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });

  it('in the pager and in the editor is theirs', async () => {
    const guided = await step(SLOW, {
      env: { PAGER: 'bash -c \'trap "echo held" INT; echo open; sleep 600\'', EDITOR: 'false' },
    });
    await guided.asked('1/3  First');
    guided.press('v');
    await guided.waitFor('\nopen');
    guided.press('C-c');
    await guided.asked('held');
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });
});

describe('SIGTERM', () => {
  it.each([
    ['at a question', async () => {}],
    [
      'while a reason is asked for',
      async (guided: Guided) => {
        guided.press('s');
        await guided.question('Why is it left out?');
      },
    ],
    [
      'while a list is open',
      async (guided: Guided) => {
        guided.press('j');
        await guided.waitFor('· last');
      },
    ],
    [
      'in a shell that was opened',
      async (guided: Guided) => {
        guided.press('!');
        await guided.question('runbook ~/work');
      },
    ],
    [
      'in the editor',
      async (guided: Guided) => {
        guided.press('e');
        await guided.waitFor('\nediting');
      },
    ],
  ])('%s ends the run with 143, and the terminal is as it was', async (_where, goThere) => {
    const guided = await step(SLOW, {
      line: '',
      env: { EDITOR: "bash -c 'echo editing; exec sleep 600'" },
    });
    const before = await modesOf(guided, 'before');
    guided.enter('runbook step doc.md');
    await guided.asked('1/3  First');
    await goThere(guided);
    process.kill(pidOf(guided), 'SIGTERM');
    expect(await guided.exit(2)).toBe(143);
    expect(await modesOf(guided, 'after')).toBe(before);
  });
});
