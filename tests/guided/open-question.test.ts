import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fence, sections } from './documents.ts';
import { closeTerminals, settled, step } from './guided.ts';
import { pidOf, REPORT, SLOW } from './slow.ts';

closeTerminals();

describe('a question that is open for long', () => {
  it('takes no time of the processor', async () => {
    const guided = await step(SLOW);
    await guided.asked('1/3  First');
    const before = ticksOf(pidOf(guided));
    await pause(2_000);
    // A hundred of them are a second: what it takes to look once a frame would be several.
    expect(ticksOf(pidOf(guided)) - before).toBeLessThan(10);
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });

  it('is withdrawn when a background step dies meanwhile, and what to do is asked', async () => {
    const document = sections({
      Server: fence(
        'bash run background ready=file:up',
        'touch up',
        'until test -e die; do sleep 0.1; done',
        'exit 7',
      ),
      Next: fence('bash run', 'echo next'),
    });
    const guided = await step(document, { line: REPORT });
    await guided.asked('1/2  Server');
    guided.press('r');
    await guided.asked('2/2  Next');
    writeFileSync(join(guided.dir, 'die'), '');
    await guided.asked('✗ doc.md:5');
    guided.press('s');
    await guided.question('Why is it left out?');
    guided.enter('it may be down');
    await guided.asked('2/2  Next', 2);
    guided.press('r');
    expect(await guided.exit()).toBe(4);
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md --report jsonl=events.jsonl
      Steps  ~/work · run 7f3k

      ▸ 1/2  Server                                                       run   ~/work
        $ touch up
          until test -e die; do sleep 0.1; done
          exit 7
        ready    file up, within 1m
      ? run
      ✔ Server  touch up  TIME

      ▸ 2/2  Next                                                         run   ~/work
        $ echo next
        expect   exit 0
      ?  [r]un  [m]anual  [s]kip  [b]ack  [j]ump  [e]dit  [v]iew  [!] shell
      [A]ll the rest  [q]uit  [?]


      ✗ doc.md:5  run · server   (exit 7)
        was ready, then exited with 7 before anything stopped it

      ? skip
      Why is it left out? it may be down
      ↓ Server  touch up  skipped by ann: it may be down

      ▸ 2/2  Next                                                         run   ~/work
        $ echo next
        expect   exit 0
      ? run
      ✔ Next    echo next  TIME
        │ next
      1 passed, 1 skipped in TIME"
    `);
  });
});

describe('a terminal that changes its size', () => {
  it('gets the question drawn anew, and what follows fits', async () => {
    const guided = await step(SLOW);
    await guided.asked('1/3  First');
    guided.resize(40, 24);
    await guided.waitFor('\n[j]ump');
    guided.press('r');
    await guided.asked('2/3  Slow');
    const card = guided.screen().split('▸ 2/3')[1] ?? '';
    expect(Math.max(...card.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
    guided.resize(100, 30);
    await guided.waitFor('[!] shell  [A]ll the rest');
    guided.press('?');
    await guided.asked('its directory and exports can be taken over\n');
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });
});

/** What a process has had of the processor, in clock ticks. */
function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
