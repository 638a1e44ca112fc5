import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BROKEN, fence, GREETING, sections, TWO } from './documents.ts';
import { closeTerminals, decisionsOf, endsOf, settled, step } from './guided.ts';

closeTerminals();

describe('a document is gone through step by step', () => {
  it('and the transcript reads as a record of what was done', async () => {
    const guided = await step(GREETING);
    await guided.asked('1/3  Configure');
    guided.press('r');
    await guided.asked('2/3  Start');
    guided.press('r');
    await guided.asked('3/3  Test');
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md
      Greeting  ~/work · run 7f3k

      ▸ 1/3  Configure                                              configure   ~/work
        A service that greets everyone who asks.

        The greeting stands in a file:

        hello.ini: creates, 1 line
        +greeting = hello
      ? run
      ✔ Configure  hello.ini (created, 1 line)  TIME

      ▸ 2/3  Start                                                        run   ~/work
        It reads the file when it starts.

        $ export GREETING=$(sed -n 's/^greeting = //p' hello.ini)
          echo "serving $GREETING"
        expect   exit 0
        expect   output (1 line), line 22
      ? run
      ✔ Start      export GREETING=$(sed -n 's/^greeting = //p' he…  TIME
        │ serving hello
        │ word = hello

      ▸ 3/3  Test (greet)                                                test   ~/work
        $ echo "$GREETING, world"
        expect   exit 0
        expect   output (1 line), line 32
      ? run
      ✔ Test       echo "$GREETING, world"  TIME
        │ hello, world
      3 passed in TIME"
    `);
  });
});

const REPORT = 'step doc.md --report jsonl=events.jsonl';
describe('before a step', () => {
  it('H37: Enter, Space, y and Escape run nothing and approve nothing', async () => {
    const guided = await step(TWO, { line: REPORT });
    await guided.asked('1/2  First');
    guided.press('Enter', 'Space', 'y', 'Escape', 'x', 'Up', 'Tab');
    guided.press('?');
    await guided.asked('leave everything as it is');
    guided.press('r');
    await guided.asked('2/2  Second');
    expect(guided.transcript().match(/✔/g)).toHaveLength(1);
    guided.press('r');
    expect(await guided.exit()).toBe(0);
  });

  it('? explains every key', async () => {
    const guided = await step(TWO);
    await guided.asked('1/2  First');
    guided.press('?');
    await guided.asked('leave everything as it is');
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md
      Steps  ~/work · run 7f3k

      ▸ 1/2  First                                                        run   ~/work
        $ echo first
        expect   exit 0
      ? ?
        r  run the step
        m  do it by hand: shows what to run, and takes what it printed
        s  leave it out; takes a reason, and the run ends with 4, not 0
        b  go to the step before; nothing runs
        j  choose a step to go to; nothing runs, and what is passed over stays to be
           done
        e  change the block in an editor, for this run only
        v  the whole block, what is expected, and all that it printed
        !  a shell in the state of the run; its directory and exports can be taken
           over
        A  run what is left without asking, up to the next failure
        q  leave everything as it is; \`runbook resume\` goes on from here
        ?  this
      ?  [r]un  [m]anual  [s]kip  [b]ack  [j]ump  [e]dit  [v]iew  [!] shell
      [A]ll the rest  [q]uit  [?]"
    `);
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });

  it('s leaves the step out for a reason, and the run ends with 4', async () => {
    const guided = await step(TWO, { line: `${REPORT} --report markdown=run.md` });
    await guided.asked('1/2  First');
    guided.press('s');
    await guided.question('Why is it left out?');
    guided.press('Enter');
    await guided.waitFor('the record needs a reason');
    guided.enter('done last week');
    await guided.asked('2/2  Second');
    guided.press('r');
    expect(await guided.exit()).toBe(4);
    expect(endsOf(guided)).toEqual(['first skipped: done last week', 'second passed']);
    expect(decisionsOf(guided)).toEqual(['skip first done last week']);
    expect(readFileSync(join(guided.dir, 'run.md'), 'utf8')).toMatch(
      /\| skipped: by \S+: done last week \|/,
    );
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md --report jsonl=events.jsonl --report markdown=run.md
      Steps  ~/work · run 7f3k

      ▸ 1/2  First                                                        run   ~/work
        $ echo first
        expect   exit 0
      ? skip
      Why is it left out? done last week
      ↓ First   echo first  skipped by ann: done last week

      ▸ 2/2  Second                                                       run   ~/work
        $ echo second
        expect   exit 0
      ? run
      ✔ Second  echo second  TIME
        │ second
      1 passed, 1 skipped in TIME"
    `);
  });

  it('s is taken back by Ctrl-C at its question', async () => {
    const guided = await step(TWO);
    await guided.asked('1/2  First');
    guided.press('s');
    await guided.question('Why is it left out?');
    guided.press('C-c');
    await guided.asked('1/2  First');
    guided.press('r');
    await guided.asked('2/2  Second');
    guided.press('r');
    expect(await guided.exit()).toBe(0);
  });

  it('A runs the rest without asking, up to the next failure', async () => {
    const guided = await step(BROKEN);
    await guided.asked('1/3  First');
    guided.press('A');
    await guided.asked('✗ doc.md:13');
    expect(guided.transcript()).not.toContain('2/3');
    guided.press('s');
    await guided.question('Why is it left out?');
    guided.enter('not here');
    await guided.asked('3/3  Third');
    guided.press('A');
    expect(await guided.exit()).toBe(4);
  });

  it('A asks before a step that wants to be confirmed, and no is exit 4 with a line that says so', async () => {
    const document = sections({
      First: fence('bash run', 'echo first'),
      Drop: fence('bash run confirm="Really drop it?"', 'echo dropped'),
    });
    const guided = await step(document);
    await guided.asked('1/2  First');
    guided.press('A');
    await guided.question('Run `drop`? yes or no');
    guided.press('Enter');
    await guided.waitFor('write `yes` or `no`');
    guided.enter('no');
    expect(await guided.exit()).toBe(4);
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md
      Steps  ~/work · run 7f3k

      ▸ 1/2  First                                                        run   ~/work
        $ echo first
        expect   exit 0
      ? All the rest
      ✔ First  echo first  TIME
        │ first

      ▸ 2/2  Drop  run  doc.md:12
        Really drop it?
      Run \`drop\`? yes or no no
      ann declined \`drop\`: it did not run; the run ended there
      next runbook resume 7f3k
      1 passed, 1 not reached in TIME"
    `);
  });

  it('v shows the whole block, and all that it printed', async () => {
    const lines = Array.from({ length: 30 }, (_, index) => `echo line-${index + 1}`);
    const document = sections({ Long: fence('bash run', ...lines), Next: fence('bash run', ':') });
    const guided = await step(document, { env: { PAGER: 'sed "s/^/paged: /"' } });
    await guided.asked('… 10 more lines; v shows them');
    guided.press('v');
    await guided.asked('paged: echo line-30');
    expect(guided.transcript()).toContain('paged: nothing was printed');
    guided.press('r');
    await guided.asked('2/2  Next');
    guided.press('b');
    await guided.asked('1/2  Long', 2);
    guided.press('v');
    await guided.asked('paged: line-30');
    expect(guided.transcript()).toContain('paged: line-1\n');
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });

  it('q keeps everything and says how to go on, and resume says who left, when and why', async () => {
    const guided = await step(TWO);
    await guided.asked('1/2  First');
    guided.press('r');
    await guided.asked('2/2  Second');
    guided.press('q');
    await guided.question('Why, if you want to say');
    guided.enter('the night is over');
    expect(await guided.exit()).toBe(4);
    expect(settled(guided).split('\n').slice(-6)).toMatchInlineSnapshot(`
      [
        "  expect   exit 0",
        "? quit",
        "Why, if you want to say the night is over",
        "ann left the run before \`second\`: the night is over",
        "next runbook resume 7f3k",
        "1 passed, 1 not reached in TIME",
      ]
    `);
    guided.enter('runbook resume');
    await guided.asked('2/2  Second', 2);
    expect(guided.transcript()).toContain('the night is over');
    expect(guided.transcript()).toContain('done before');
    guided.press('r');
    expect(await guided.exit(2)).toBe(0);
  });
});
