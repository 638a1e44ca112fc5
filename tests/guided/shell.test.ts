import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fence, sections } from './documents.ts';
import { closeTerminals, type Guided, promptOf, settled, step } from './guided.ts';

closeTerminals();

const SHELL_KEY = '!';
const PROMPT = promptOf('~/work');
const TAKE = 'Take over its directory and exports?';
const DOCUMENT = sections({
  Set: fence('bash run', 'plain=5; list=(a "b c"); export SENT=yes', 'greet() { echo "hi $1"; }'),
  Look: fence('bash run', 'pwd; echo "sent=$SENT plain=$plain new=${NEW-}"'),
});

/** A shell in the state that the first step has left. */
async function openShell(document = DOCUMENT): Promise<Guided> {
  const guided = await step(document);
  await guided.asked('1/2  Set');
  guided.press('r');
  await guided.asked('2/2  Look');
  guided.press(SHELL_KEY);
  await guided.question(PROMPT);
  return guided;
}

describe('a shell in the state of the run', () => {
  it('has the variables, functions and directory of the steps', async () => {
    const guided = await openShell();
    guided.enter('echo "$plain ${list[1]} $SENT"; greet you; set -o | grep -E "errexit|monitor"');
    await guided.waitFor('monitor');
    await guided.question(PROMPT);
    guided.enter('exit');
    await guided.question(TAKE);
    guided.press('n');
    await guided.asked(`${TAKE} no`);
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    expect(settled(guided)).toMatchInlineSnapshot(`
      "$ runbook step doc.md
      Steps  ~/work · run 7f3k

      ▸ 1/2  Set                                                          run   ~/work
        $ plain=5; list=(a "b c"); export SENT=yes
          greet() { echo "hi $1"; }
        expect   exit 0
      ? run
      ✔ Set   plain=5; list=(a "b c"); export SENT=yes  TIME

      ▸ 2/2  Look                                                         run   ~/work
        $ pwd; echo "sent=$SENT plain=$plain new=\${NEW-}"
        expect   exit 0
      ? ! shell
      a shell in the state of the run; \`exit\` comes back
      runbook ~/work $ echo "$plain \${list[1]} $SENT"; greet you; set -o | grep -E "er
      rexit|monitor"
      5 b c yes
      hi you
      errexit         off
      monitor         on
      runbook ~/work $ exit
      exit
      Take over its directory and exports? no

      ▸ 2/2  Look                                                         run   ~/work
        $ pwd; echo "sent=$SENT plain=$plain new=\${NEW-}"
        expect   exit 0
      ? run
      ✔ Look  pwd; echo "sent=$SENT plain=$plain new=\${NEW-}"  TIME
        │ ~/work
        │ sent=yes plain=5 new=
      2 passed in TIME"
    `);
  });

  it('gives its directory and exports to the run when the person says so', async () => {
    const guided = await openShell();
    guided.enter('mkdir -p deep && cd deep; export NEW="a \'b\' c" SENT=changed; plain=lost');
    await guided.question(promptOf('~/work/deep'));
    guided.press('C-d');
    await guided.question(TAKE);
    guided.press('Enter', 'y');
    await guided.asked(`${TAKE} yes`);
    guided.press('r');
    await guided.waitFor("sent=changed plain=5 new=a 'b' c");
    expect(guided.transcript()).toContain(`│ ${guided.dir}/deep`);
    expect(await guided.exit()).toBe(0);
  });

  it('leaves the run as it was when the person says no', async () => {
    const guided = await openShell();
    guided.enter('cd /; export NEW=1 SENT=2');
    await guided.question(promptOf('/'));
    guided.press('C-d');
    await guided.question(TAKE);
    guided.press('n');
    await guided.asked(`${TAKE} no`);
    guided.press('r');
    await guided.waitFor('sent=yes plain=5 new=');
    expect(guided.transcript()).toContain(`│ ${guided.dir}`);
    expect(await guided.exit()).toBe(0);
  });

  it('after a failure has the state that the failed step left', async () => {
    const document = sections({
      Set: fence('bash run', 'x=before'),
      Look: fence('bash run', 'x=during', 'false'),
    });
    const guided = await step(document);
    await guided.asked('1/2  Set');
    guided.press('A');
    await guided.asked('exited with 1');
    guided.press(SHELL_KEY);
    await guided.question(PROMPT);
    expect(guided.transcript()).toContain('as the failed step left it');
    guided.enter('echo "x is $x"');
    await guided.waitFor('x is during');
    guided.enter('exit');
    await guided.question(TAKE);
    guided.press('n');
    await guided.asked(`${TAKE} no`);
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
  });

  it('Ctrl-C in it ends neither the shell nor the run', async () => {
    const guided = await openShell();
    guided.enter('sleep 600 & wait; echo');
    await guided.waitFor('[1]');
    guided.press('C-c');
    await guided.waitFor('^C');
    await guided.question(PROMPT);
    guided.enter('kill %1; sleep 700');
    await guided.waitFor('sleep 700');
    guided.press('C-c');
    await guided.waitFor('^C', 2);
    await guided.question(PROMPT);
    guided.enter('exit');
    await guided.question(TAKE);
    guided.press('n');
    await guided.asked(`${TAKE} no`);
    guided.press('r');
    expect(await guided.exit()).toBe(0);
  });

  it('has job control: Ctrl-Z stops a program in it, and not the run', async () => {
    const guided = await openShell();
    guided.enter('sleep 600');
    await guided.waitFor('sleep 600');
    guided.press('C-z');
    await guided.waitFor('Stopped');
    await guided.question(PROMPT);
    guided.enter('kill %1; fg; echo over');
    await guided.waitFor('\nover');
    guided.enter('exit');
    await guided.question(TAKE);
    guided.press('n');
    await guided.asked(`${TAKE} no`);
    guided.press('r');
    expect(await guided.exit()).toBe(0);
  });

  it('H34: nothing of it gets into the history file', async () => {
    const guided = await openShell();
    guided.enter('echo remember-me');
    await guided.waitFor('\nremember-me');
    guided.enter('exit');
    await guided.question(TAKE);
    guided.press('n');
    await guided.asked(`${TAKE} no`);
    guided.press('r');
    expect(await guided.exit()).toBe(0);
    guided.enter('history -a; echo kept');
    await guided.waitFor('\nkept');
    const history = readFileSync(join(guided.home, '.bash_history'), 'utf8');
    expect(history).toContain('runbook step doc.md');
    expect(history).not.toContain('remember-me');
  });

  it('that is left with `exec` or a kill changes nothing', async () => {
    const guided = await openShell();
    guided.enter('export NEW=1; exec true');
    await guided.asked('exec true');
    guided.press(SHELL_KEY);
    await guided.waitFor('the run; `exit` comes back', 2);
    await guided.question(PROMPT);
    guided.enter('kill -9 $$');
    await guided.asked('kill -9');
    guided.press('r');
    await guided.waitFor('sent=yes plain=5 new=');
    expect(await guided.exit()).toBe(0);
  });

  it('does no harm with a directory that is gone', async () => {
    const guided = await openShell();
    mkdirSync(join(guided.dir, 'gone'));
    guided.enter('cd gone; rmdir ../gone');
    await guided.question(promptOf('~/work/gone'));
    guided.press('C-d');
    await guided.question(TAKE);
    guided.press('y');
    await guided.asked(`${TAKE} yes`);
    expect(existsSync(join(guided.dir, 'gone'))).toBe(false);
    guided.press('r');
    expect(await guided.exit()).toBe(0);
  });
});
