import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { findSurvivors, settleSurvivors } from '../helpers/survivors.ts';
import { fence, sections } from './documents.ts';
import { closeTerminals, endsOf, type Guided, settled, step } from './guided.ts';

closeTerminals();

const REPORT = 'step doc.md --report jsonl=events.jsonl';
const SLOW = sections({
  First: fence('bash run', 'echo first'),
  Slow: fence('bash run', 'echo begun; test -e quick || sleep 600'),
  Last: fence('bash run', 'echo last'),
});

/** A run in the middle of its second step. */
async function runSlow(document = SLOW): Promise<Guided> {
  const guided = await step(document, { line: REPORT });
  await guided.asked('1/3  First');
  guided.press('r');
  await guided.asked('2/3  Slow');
  guided.press('r');
  await guided.waitFor('│ begun');
  return guided;
}

/** Pid of the program. */
function pidOf(guided: Guided): number {
  const found = findSurvivors(guided.tag).find(({ command }) => command.includes('cli.js step'));
  if (found === undefined) throw new Error('the program is not there');
  return found.pid;
}

/** The terminal's modes, as a shell in it sees them. */
async function modesOf(guided: Guided, name: string): Promise<string> {
  guided.enter(`stty -a >${name}; echo told-${name}`);
  await guided.waitFor(`\ntold-${name}`);
  return readFileSync(join(guided.dir, name), 'utf8');
}

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
    expect(await settleSurvivors(guided.tag)).toHaveLength(2);
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

describe('Ctrl-Z and fg', () => {
  it('at a question give the terminal back as it was, and ask again', async () => {
    const guided = await step(SLOW, { line: '' });
    const before = await modesOf(guided, 'before');
    guided.enter('runbook step doc.md');
    await guided.asked('1/3  First');
    guided.press('C-z');
    await guided.waitFor('Stopped');
    await guided.question('$');
    expect(await modesOf(guided, 'stopped')).toBe(before);
    guided.enter('fg');
    await guided.asked('\nrunbook step doc.md');
    guided.press('r');
    await guided.asked('2/3  Slow');
    guided.press('C-c');
    expect(await guided.exit(4)).toBe(130);
    expect(await modesOf(guided, 'after')).toBe(before);
  });

  it('during a step stop the program, and let it go on', async () => {
    const guided = await runSlow();
    guided.press('C-z');
    await guided.waitFor('Stopped');
    await guided.question('$');
    writeFileSync(join(guided.dir, 'quick'), '');
    guided.enter('fg');
    await guided.waitFor('\nrunbook step doc.md');
    guided.press('C-c');
    await guided.asked('■ Slow');
    guided.press('r');
    await guided.asked('3/3  Last');
    guided.press('r');
    expect(await guided.exit(2)).toBe(0);
  });
});

describe('a terminal that is closed', () => {
  it('in the middle of a question ends the run with 129, and it can be resumed', async () => {
    const guided = await step(SLOW, { line: '' });
    guided.enter('runbook-survivor step doc.md --state-dir state');
    await guided.asked('1/3  First');
    guided.press('r');
    await guided.asked('2/3  Slow');
    guided.hangUp();
    expect(await guided.exitAfterHangUp()).toBe(129);
    expect(await settleSurvivors(guided.tag, 10_000)).toEqual([]);
  });

  it('during a step stops the step, leaves nothing behind, and can be resumed', async () => {
    const guided = await step(SLOW, { line: '' });
    guided.enter('runbook-survivor step doc.md');
    await guided.asked('1/3  First');
    guided.press('A');
    await guided.waitFor('│ begun');
    guided.hangUp();
    expect(await guided.exitAfterHangUp()).toBe(129);
    expect(await settleSurvivors(guided.tag, 10_000)).toEqual([]);
  });

  it('in a shell that was opened ends that shell as well', async () => {
    const guided = await step(SLOW, { line: '' });
    guided.enter('runbook-survivor step doc.md');
    await guided.asked('1/3  First');
    guided.press('!');
    await guided.question('runbook ~/work');
    guided.enter('sleep 600');
    await guided.waitFor('sleep 600');
    guided.hangUp();
    expect(await guided.exitAfterHangUp()).toBe(129);
    expect(await settleSurvivors(guided.tag, 10_000)).toEqual([]);
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
      ↓ Server  touch up   skipped by ann: it may be down

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
