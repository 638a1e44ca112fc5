import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../helpers/run-inline.ts';
import { BROKEN, fence, sections } from './documents.ts';
import { closeTerminals, decisionsOf, endsOf, type Guided, settled, step } from './guided.ts';

closeTerminals();

const REPORT = 'step doc.md --report jsonl=events.jsonl';
const FAILURE = '✗ doc.md:13';

/** A run in which the second of three steps has failed. */
async function fail(env: Readonly<Record<string, string>> = {}): Promise<Guided> {
  const guided = await step(BROKEN, { line: REPORT, env });
  await guided.asked('1/3  First');
  guided.press('r');
  await guided.asked('2/3  Second');
  guided.press('r');
  await guided.asked(FAILURE);
  return guided;
}

/** Runs the last step, which prints what the state is. */
async function finish(guided: Guided): Promise<number> {
  await guided.asked('3/3  Third');
  guided.press('r');
  return guided.exit();
}

describe('after a failure', () => {
  it('H37: Enter and other keys decide nothing; ? explains every key', async () => {
    const guided = await fail();
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

  it('e and retry runs what was edited; the document stays', async () => {
    const guided = await fail({ EDITOR: "sed -i 's/test -e fixed/echo mended/'" });
    guided.press('e');
    expect(await finish(guided)).toBe(0);
    expect(readFileSync(join(guided.dir, 'doc.md'), 'utf8')).toBe(BROKEN);
    expect(eventsOf(guided.events(), 'operator').map(({ diff }) => diff)).toMatchInlineSnapshot(`
      [
        "--- second	document
      +++ second	edited
      @@ -1,2 +1,2 @@
       here=second; touch was-tried
      -test -e fixed
      +echo mended
      ",
      ]
    `);
    expect(endsOf(guided)).toEqual([
      'first passed',
      'second failed',
      'second passed',
      'third passed',
    ]);
  });

  it('e asks again when the block cannot be so', async () => {
    const guided = await fail({ EDITOR: "printf 'done\\n' >" });
    guided.press('e');
    await guided.asked('the block cannot be so');
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });

  it('i goes on as if it had passed, for a reason; the verdict stays and the run ends with 4', async () => {
    const guided = await fail();
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
    const guided = await fail();
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

  it('m marks it done by hand, for a reason, and asks for what it would have captured: exit 4', async () => {
    const document = sections({
      Ask: `${fence('bash run', 'exit 3')}\n${fence('output', 'token <<token:word>> of <<n:int>>')}`,
      Use: fence('bash run', 'echo "token=$token n=$n"'),
    });
    const guided = await step(document, { line: REPORT });
    await guided.asked('1/2  Ask');
    guided.press('r');
    await guided.asked('exited with 3');
    guided.press('m');
    await guided.question('How was it done?');
    guided.enter('on the console');
    await guided.question('Value of `token`');
    guided.enter('abc');
    await guided.question('Value of `n`');
    guided.enter('12');
    await guided.asked('2/2  Use');
    guided.press('r');
    await guided.waitFor('token=abc n=12');
    expect(await guided.exit()).toBe(4);
    expect(endsOf(guided)).toEqual(['ask failed', 'ask passed', 'use passed']);
    expect(decisionsOf(guided)).toEqual(['done ask on the console']);
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md --report jsonl=events.jsonl
      Steps  ~/work · run 7f3k

      ▸ 1/2  Ask                                                          run   ~/work
        $ exit 3
        expect   exit 0
        expect   output (1 line), line 9
      ? run
      ✗ Ask  exit 3  TIME

      ✗ doc.md:5  run · ask   (exit 3, TIME)
        exited with 3; the step expects 0

      ? mark done by hand
      How was it done? on the console
      Value of \`token\` abc
      Value of \`n\` 12
      ✔ Ask  exit 3  done by ann, unchecked: on the console
        │ token = abc
        │ n = 12

      ▸ 2/2  Use                                                          run   ~/work
        $ echo "token=abc n=12"
        expect   exit 0
      ? run
      ✔ Use  echo "token=$token n=$n"  TIME
        │ token=abc n=12
      2 passed in TIME"
    `);
  });

  it('b and j lead away, and the step is still to be done', async () => {
    const guided = await fail();
    guided.press('b');
    await guided.asked('1/3  First', 2);
    guided.press('j');
    await guided.waitFor('✗ second');
    guided.type('third');
    await guided.waitFor('Go to third');
    guided.press('Enter');
    await guided.asked('3/3  Third');
    writeFileSync(join(guided.dir, 'fixed'), '');
    guided.press('r');
    await guided.asked('2/3  Second', 2);
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    expect(endsOf(guided)).toEqual([
      'first passed',
      'second failed',
      'third passed',
      'second passed',
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
    const guided = await fail();
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
    const guided = await fail();
    expect(guided.transcript()).toContain('15      │ test -e fixed');
    expect(guided.transcript()).not.toMatch(/^\s+at /m);
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });
});
