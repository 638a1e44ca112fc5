import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPane } from '../helpers/pane.ts';
import { eventsOf } from '../helpers/run-inline.ts';
import { findSurvivors, type Survivor } from '../helpers/survivors.ts';
import { documentOf } from './blocks.ts';

const LONG = { timeout: 60_000 };

describe('a tty step', LONG, () => {
  it('begins with the state of the session and hands its own on', async () => {
    const pane = await openPane(
      documentOf([
        ['bash run', 'export A=1; B=2; f() { echo "f $A $B"; }; mkdir sub; alias hi="echo hi"'],
        ['bash run id=ask tty', 'f; read -rp "name: " NAME; export NAME; C=3; g() { f; }; cd sub'],
        ['bash test id=see', 'g; echo "$NAME $C ${PWD##*/}"; bash -c \'echo "$NAME$C"\'; hi'],
        ['output', 'f 1 2\njoe 3 sub\njoe\nhi'],
      ]),
    );
    const shown = await pane.waitFor('name:');
    expect(shown).toContain('f 1 2');
    pane.enter('joe');
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(0);
    const asked = eventsOf(events, 'step-end').find(({ step }) => step === 'ask');
    expect(readFileSync(asked?.log ?? '', 'utf8')).toBe(
      'the step had the terminal: what it showed there is not recorded\n',
    );
  });

  it('can be the first, has `set -e`, and takes nothing else with it', async () => {
    const pane = await openPane(
      documentOf([
        ['bash run id=a tty env.LOCAL=1 keep-going', 'KEPT=$LOCAL; false; echo never'],
        ['bash run id=b tty', 'set +e; false; exit 0'],
        ['bash test', 'echo "$KEPT${LOCAL-none} $TERM $COLUMNS $NO_COLOR ${LINES-none}"'],
        ['output', '1none dumb 80 1 none'],
      ]),
    );
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(1);
    expect(screen).not.toMatch(/^never/m);
    expect(eventsOf(events, 'step-end').map(({ verdict }) => verdict.status)).toEqual([
      'failed',
      'passed',
      'passed',
    ]);
    expect(eventsOf(events, 'step-end')[0]?.verdict).toMatchObject({
      reason: {
        kind: 'exit',
        exit: { code: 1 },
        command: { source: expect.stringMatching('false') },
      },
    });
  });

  it('finds a terminal of its real size and kind on all three streams', async () => {
    const pane = await openPane(
      documentOf([
        [
          'bash run tty',
          '[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo "$(stty size) ${COLUMNS-none} ${NO_COLOR-none}"; [ "$TERM" != dumb ] && echo real',
        ],
      ]),
      { columns: 77, rows: 33 },
    );
    const { exitCode, screen } = await pane.end();
    expect(exitCode, screen).toBe(0);
    expect(screen).toContain('33 77 none none\nreal');
  });

  it('asks for a password without echo', async () => {
    const pane = await openPane(
      documentOf([
        [
          'bash run tty',
          'stty -echo; read -rsp "Password: " PW; stty echo; echo; echo "${#PW} characters"',
        ],
        ['bash test', 'echo "${#PW}"'],
        ['output', '6'],
      ]),
    );
    await pane.waitFor('Password:');
    pane.enter('s3cret');
    const { exitCode, screen } = await pane.end();
    expect(exitCode, screen).toBe(0);
    expect(screen).toContain('6 characters');
    expect(screen).not.toContain('s3cret');
  });

  it('gives a program the whole screen, and has it back afterwards', async () => {
    const pane = await openPane(
      documentOf([
        [
          'bash run id=edit tty',
          "\nprintf '\\033[?1049hin the editor'; read -r x; printf '\\033[?1049l'",
        ],
      ]),
    );
    const inside = await pane.waitFor('in the editor');
    expect(inside).not.toContain('run ');
    pane.press('Enter');
    const { exitCode, screen } = await pane.end();
    expect(exitCode, screen).toBe(0);
    expect(screen).not.toMatch(/^in the editor/m);
    expect(screen).toContain('1 passed');
  });

  it('has Ctrl-C for itself: a prompt that handles it goes on, and so does the run', async () => {
    const pane = await openPane(
      documentOf([
        [
          'bash run id=repl tty',
          `bash --norc --noprofile -ic 'PS3="pick> "; trap "echo caught" INT; select x in one two; do echo "got $x"; break; done'`,
        ],
        ['bash run id=sleeps tty keep-going', 'echo asleep; sleep 60; echo never'],
        ['bash run id=after', 'echo after'],
      ]),
    );
    await pane.waitFor('pick>');
    pane.press('C-c');
    await pane.waitFor('caught');
    pane.enter('2');
    await pane.waitFor('got two');
    await pane.waitFor('asleep');
    pane.press('C-c');
    const { events, screen } = await pane.end();
    const ends = eventsOf(events, 'step-end').map(
      ({ step, verdict }) => `${step} ${verdict.status}`,
    );
    expect(ends, screen).toEqual(['repl passed', 'sleeps failed', 'after passed']);
    expect(eventsOf(events, 'interrupted')).toEqual([]);
  });

  it('stops with the whole program at Ctrl-Z, and both go on at `fg`', async () => {
    const pane = await openPane(
      documentOf([
        ['bash run tty', 'read -rp "name: " NAME; echo "hello $NAME"; sleep 60 || true'],
        ['bash test', 'echo "$NAME"'],
        ['output', 'joe'],
      ]),
      { shell: true },
    );
    pane.enter(pane.command);
    await pane.waitFor('name:');
    pane.press('C-z');
    await pane.waitFor('Stopped');
    pane.enter('echo at the $((40 + 2)) shell; fg');
    await pane.waitFor('at the 42 shell');
    pane.enter('joe');
    await pane.waitFor('hello joe');
    // Of the step, not of the run.
    pane.press('C-c');
    await pane.waitFor('1 failed');
    pane.enter('exit');
    const { events } = await pane.end();
    expect(eventsOf(events, 'interrupted')).toEqual([]);
    expect(eventsOf(events, 'step-end')[0]?.verdict).toMatchObject({
      reason: { kind: 'exit', exit: { code: 130 } },
    });
  });

  it('is stopped by its timeout, and the terminal is as it was whatever it did to it', async () => {
    const mess = "stty raw -echo; printf '\\033[?1049h\\033[?25h\\033[?1000hlost'; sleep 60";
    const pane = await openPane(
      documentOf([
        ['bash run id=mess tty timeout=4s', mess],
        ['bash run id=after', 'echo after'],
      ]),
      { shell: true },
    );
    pane.enter(pane.command);
    await pane.waitFor('lost');
    const shown = await pane.waitFor('1 failed');
    expect(shown).not.toContain('lost');
    pane.enter(
      "clear; stty -a | tr ' ;' '\\n\\n' | grep -xE 'echo|icanon|isig|opost' | sort | xargs",
    );
    await pane.waitFor('echo icanon isig opost');
    pane.enter('exit');
    const { events } = await pane.end();
    expect(eventsOf(events, 'step-end')[0]?.verdict).toMatchObject({
      reason: { kind: 'timeout', timeoutMs: 4000 },
    });
    expect(await settle(pane.place.tag)).toEqual([]);
  });

  it('ends with the run at SIGTERM, with its cleanup', async () => {
    const pane = await openPane(
      documentOf([
        ['bash run id=long tty', 'stty -echo; echo begun; sleep 60; echo never'],
        ['bash cleanup id=tidy', 'echo tidy'],
      ]),
    );
    await pane.waitFor('begun');
    process.kill(pane.pid(), 'SIGTERM');
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(143);
    expect(
      eventsOf(events, 'step-end').map(({ step, verdict }) => `${step} ${verdict.status}`),
    ).toEqual(['long cancelled', 'tidy passed']);
  });

  it('ends with the terminal, and leaves nothing', async () => {
    const pane = await openPane(
      documentOf([
        ['bash run id=long tty', 'echo begun; sleep 60'],
        ['bash cleanup id=tidy', 'touch tidied'],
      ]),
    );
    await pane.waitFor('begun');
    pane.hangUp();
    expect(await settle(pane.place.tag)).toEqual([]);
    expect(existsSync(join(pane.place.dir, 'tidied'))).toBe(true);
  });

  it('fails when it leaves processes of its own behind', async () => {
    const pane = await openPane(documentOf([['bash run id=leaves tty', 'sleep 61 & echo done']]));
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(1);
    expect(eventsOf(events, 'step-end')[0]?.verdict).toMatchObject({
      reason: { kind: 'leftover', processes: [{ command: 'sleep 61' }] },
    });
    expect(await settle(pane.place.tag)).toEqual([]);
  });

  it('runs its own EXIT trap on the terminal, also after `exit`', async () => {
    const pane = await openPane(
      documentOf([
        ['bash run tty', 'trap "read -rp \'bye? \' x; echo trapped \\$x" EXIT; A=1; exit 0'],
        ['bash test', 'echo "$A"'],
        ['output', '1'],
      ]),
    );
    await pane.waitFor('bye?');
    pane.enter('ok');
    const { exitCode, screen } = await pane.end();
    expect(exitCode, screen).toBe(0);
    expect(screen).toContain('trapped ok');
  });
});

/** What is left of the program, apart from the terminal itself. */
async function settle(tag: string): Promise<readonly Survivor[]> {
  for (let round = 0; ; round++) {
    const left = findSurvivors(tag).filter(
      ({ command }) => !/^(?:tmux|bash --norc|sh -c|cat$)/.test(command),
    );
    if (left.length === 0 || round > 200) return left;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
