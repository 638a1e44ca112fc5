import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fence, sections, TWO } from './documents.ts';
import { failSecond } from './fail-second.ts';
import { closeTerminals, endsOf, settled, step } from './guided.ts';

closeTerminals();

const REPORT = 'step doc.md --report jsonl=events.jsonl';

describe('moving between the steps', () => {
  it('b goes to the step before and runs nothing; a step that runs again has the later verdict', async () => {
    const document = sections({
      First: fence('bash run', 'n=$((n + 1)); echo "time $n"'),
      Second: fence('bash run', 'echo second'),
    });
    const guided = await step(document, { line: REPORT });
    await guided.asked('1/2  First');
    guided.press('b');
    await guided.asked('this is the first step');
    guided.press('r');
    await guided.asked('2/2  Second');
    guided.press('b');
    await guided.asked('1/2  First', 2);
    guided.press('r');
    // The terminal is the one of before: what the step has set is still there.
    await guided.waitFor('time 2');
    await guided.asked('2/2  Second', 2);
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    expect(endsOf(guided)).toEqual(['first passed', 'first passed', 'second passed']);
    expect(guided.transcript()).toContain('2 passed');
  });

  it('j lists the steps, goes to one and runs nothing; what is passed over comes later', async () => {
    const document = sections({
      First: fence('bash run', 'echo first'),
      Second: fence('bash run', 'echo second'),
      Third: fence('bash run', 'echo third'),
    });
    const guided = await step(document, { line: REPORT });
    await guided.asked('1/3  First');
    guided.press('j');
    await guided.waitFor('· third');
    expect(settled(guided).split('\n').slice(-4)).toMatchInlineSnapshot(`
      [
        "Go to █",
        "▸ · first  First  (here)",
        "  · second  Second",
        "  · third  Third",
      ]
    `);
    guided.press('Down', 'Down', 'Enter');
    await guided.asked('3/3  Third');
    guided.press('r');
    await guided.asked('1/3  First', 2);
    guided.press('r');
    await guided.asked('2/3  Second');
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    expect(endsOf(guided)).toEqual(['third passed', 'first passed', 'second passed']);
  });

  it('j finds a step by what is typed, and Ctrl-C goes back', async () => {
    const guided = await step(TWO);
    await guided.asked('1/2  First');
    guided.press('j');
    await guided.waitFor('· second');
    guided.type('sec');
    await guided.waitFor('Go to sec');
    guided.press('Enter');
    await guided.asked('2/2  Second');
    guided.press('j');
    await guided.waitFor('(here)');
    guided.press('C-c');
    await guided.asked('2/2  Second');
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
    expect(guided.transcript()).not.toContain('✔');
  });

  it('b and j lead away, and the step is still to be done', async () => {
    const guided = await failSecond();
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

  it('shows of a step that has run how it ended, and when; s leaves one that passed as it is, A goes on after it', async () => {
    const guided = await step(
      sections({
        First: fence('bash run', 'echo first'),
        Second: fence('bash run', 'echo second'),
        Third: fence('bash run', 'echo third'),
      }),
      { line: REPORT },
    );
    await guided.asked('1/3  First');
    guided.press('r');
    await guided.asked('2/3  Second');
    guided.press('s');
    await guided.question('Why is it left out?');
    guided.enter('not today');
    await guided.asked('3/3  Third');
    guided.press('b');
    await guided.asked('2/3  Second', 2);
    guided.press('b');
    await guided.asked('1/3  First', 2);
    guided.press('s');
    await guided.asked('it has passed');
    expect(settled(guided).slice(settled(guided).indexOf('? back'))).toMatchInlineSnapshot(`
      "? back

      ▸ 2/3  Second                                                       run   ~/work
        skipped by ann: not today
        $ echo second
        expect   exit 0
      ? back

      ▸ 1/3  First                                                        run   ~/work
        passed DATE in TIME
        $ echo first
        expect   exit 0
      ? skip
      it has passed, and stays so; j goes to another step, A on with the rest
      ?  [r]un  [m]anual  [s]kip  [b]ack  [j]ump  [e]dit  [v]iew  [!] shell
      [A]ll the rest  [q]uit  [?]"
    `);
    guided.press('A');
    expect(await guided.exit()).toBe(4);
    expect(endsOf(guided)).toEqual(['first passed', 'second skipped: not today', 'third passed']);
  });

  it('says of a failed step how it ended, and that it is ignored', async () => {
    const guided = await failSecond();
    guided.press('b');
    await guided.asked('1/3  First', 2);
    guided.press('j');
    await guided.waitFor('✗ second');
    guided.type('second');
    await guided.waitFor('Go to second');
    guided.press('Enter');
    await guided.asked('2/3  Second', 2);
    expect(settled(guided)).toMatch(/2\/3 {2}Second .*\n {2}failed DATE in TIME\n/);
    guided.press('r');
    await guided.asked('exited with 1', 2);
    guided.press('i');
    await guided.question('Why can it be ignored?');
    guided.enter('known');
    await guided.asked('3/3  Third');
    guided.press('b');
    await guided.asked('2/3  Second', 3);
    expect(settled(guided)).toContain(
      '  failed DATE in TIME\n  it is ignored: the run goes on as if it had passed\n',
    );
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });

  it('to a step that a person has done offers no skip there either', async () => {
    const guided = await step(
      sections({ Ask: fence('text manual', 'Ask.'), Next: fence('bash run', 'true') }),
      { line: REPORT },
    );
    await guided.asked('1/2  Ask');
    guided.press('r');
    await guided.question('[s]kip  [q]uit');
    guided.press('d');
    await guided.question('Note, if any');
    guided.press('Enter');
    await guided.asked('2/2  Next');
    guided.press('b');
    await guided.asked('1/2  Ask', 3);
    guided.press('r');
    await guided.question('[n]ot done  [q]uit');
    guided.press('s', 'q');
    await guided.question('Note, if any');
    guided.press('Enter');
    expect(await guided.exit()).toBe(4);
    expect(endsOf(guided).slice(0, 1)).toEqual(['ask passed']);
    guided.enter('runbook resume');
    await guided.asked('2/2  Next', 2);
    guided.press('C-c');
    expect(await guided.exit(2)).toBe(130);
  });
});
