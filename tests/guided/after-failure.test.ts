import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fence, sections } from './documents.ts';
import { failSecond, finish } from './fail-second.ts';
import { closeTerminals, decisionsOf, endsOf, settled, step } from './guided.ts';

closeTerminals();

const REPORT = 'step doc.md --report jsonl=events.jsonl';

describe('after a failure', () => {
  it('H37: Enter and other keys decide nothing; ? explains every key', async () => {
    const guided = await failSecond();
    guided.press('Enter', 'Space', 'y', 'A', 'x');
    guided.press('?');
    await guided.asked('outside of the run');
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md --report jsonl=events.jsonl
      Steps  ~/work · run 7f3k

      ▸ 1/3  First                                                        run   ~/work
        $ here=first
          echo first
        expect   exit 0
      ? run
      ✔ First   here=first  TIME
        │ first

      ▸ 2/3  Second                                                       run   ~/work
        $ here=second; touch was-tried
          test -e fixed
        expect   exit 0
      ? run
      ✗ Second  here=second; touch was-tried  TIME

      ✗ doc.md:13  run · second   (exit 1, TIME)
         15      │ test -e fixed
        exited with 1; the step expects 0

      ? ?
        r  run it again, in the state from before it
        e  change the block in an editor, for this run only, and run it
        !  a shell in the state of the run; its directory and exports can be taken
           over
        d  show the section that is for this failure, and look for the cause
        i  go on as if it had passed; takes a reason, and the run ends with 4, not 0
        s  leave it out; takes a reason, and the run ends with 4, not 0
        m  you have done it outside of the run; takes a reason, and the run ends with
           4, not 0
        R  undo what was done, when you have confirmed it; the run ends
        b  go to the step before; nothing runs
        j  choose a step to go to; nothing runs, and what is passed over stays to be
           done
        v  the whole block, what is expected, and all that it printed
        q  leave everything as it is; \`runbook resume\` goes on from here
        ?  this
      ?  [r]etry  [e]dit and retry  [!] shell here  [d]iagnose  [i]gnore  [s]kip
      [m]ark done by hand  [R]ollback  [b]ack  [j]ump  [v]iew  [q]uit  [?]"
    `);
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });

  it('r tries it again, in the state from before it', async () => {
    const document = sections({
      First: fence('bash run', 'n=0'),
      Second: fence('bash run', 'n=$((n + 1)); echo "n is $n"', 'test -e fixed'),
    });
    const guided = await step(document, { line: REPORT });
    await guided.asked('1/2  First');
    guided.press('A');
    await guided.asked('exited with 1');
    writeFileSync(join(guided.dir, 'fixed'), '');
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    expect(endsOf(guided)).toEqual(['first passed', 'second failed', 'second passed']);
    expect(guided.transcript()).not.toContain('n is 2');
    expect(guided.transcript()).toContain('2 passed');
  });

  it('i goes on as if it had passed, for a reason; the verdict stays and the run ends with 4', async () => {
    const guided = await failSecond();
    guided.press('i');
    await guided.question('Why can it be ignored?');
    guided.press('Enter');
    await guided.waitFor('the record needs a reason');
    guided.enter('known since May');
    expect(await finish(guided)).toBe(4);
    expect(endsOf(guided)).toEqual(['first passed', 'second failed', 'third passed']);
    expect(decisionsOf(guided)).toEqual(['ignore second known since May']);
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md --report jsonl=events.jsonl
      Steps  ~/work · run 7f3k

      ▸ 1/3  First                                                        run   ~/work
        $ here=first
          echo first
        expect   exit 0
      ? run
      ✔ First   here=first  TIME
        │ first

      ▸ 2/3  Second                                                       run   ~/work
        $ here=second; touch was-tried
          test -e fixed
        expect   exit 0
      ? run
      ✗ Second  here=second; touch was-tried  TIME

      ✗ doc.md:13  run · second   (exit 1, TIME)
         15      │ test -e fixed
        exited with 1; the step expects 0

      ? ignore
      Why can it be ignored? known since May

      ▸ 3/3  Third                                                        run   ~/work
        $ echo "third after $here"
        expect   exit 0
      ? run
      ✔ Third   echo "third after $here"  TIME
        │ third after second
      ann let the run go on as if \`second\` had passed: known since May
      2 passed, 1 failed in TIME"
    `);
  });

  it('s leaves it out, for a reason: exit 4', async () => {
    const guided = await failSecond();
    guided.press('s');
    await guided.question('Why is it left out?');
    guided.enter('not needed here');
    expect(await finish(guided)).toBe(4);
    expect(endsOf(guided)).toEqual([
      'first passed',
      'second failed',
      'second skipped: not needed here',
      'third passed',
    ]);
  });

  it('v shows what it printed', async () => {
    const guided = await step(sections({ One: fence('bash run', 'echo told', 'false') }), {
      env: { PAGER: 'sed "s/^/paged: /"' },
    });
    await guided.asked('1/1  One');
    guided.press('r');
    await guided.asked('exited with 1');
    guided.press('v');
    await guided.asked('paged: told');
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });

  it('q leaves it to go on later, and resume begins with it; what failed has failed: exit 1', async () => {
    const guided = await failSecond();
    guided.press('q');
    await guided.question('Why, if you want to say');
    guided.enter('asking Bea');
    expect(await guided.exit()).toBe(1);
    writeFileSync(join(guided.dir, 'fixed'), '');
    guided.enter('runbook resume');
    await guided.asked('2/3  Second', 2);
    expect(settled(guided).split('$ runbook resume').at(-1)).toMatchInlineSnapshot(`
      "
      Steps  ~/work · resumed run 7f3k
        ann left it before second, DATE: asking Bea
      ✔ First   here=first                    done before

      ▸ 2/3  Second                                                       run   ~/work
        $ here=second; touch was-tried
          test -e fixed
        expect   exit 0
      ?  [r]un  [m]anual  [s]kip  [b]ack  [j]ump  [e]dit  [v]iew  [!] shell
      [A]ll the rest  [q]uit  [?]"
    `);
    guided.press('A');
    expect(await guided.exit(2)).toBe(0);
  });

  it('H38: what is shown of it is the command and the reason, no stack trace', async () => {
    const guided = await failSecond();
    expect(guided.transcript()).toContain('15      │ test -e fixed');
    expect(guided.transcript()).not.toMatch(/^\s+at /m);
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });
});
