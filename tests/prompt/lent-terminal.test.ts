import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentOf } from '../engine/blocks.ts';
import { openPane, type Pane } from '../helpers/pane.ts';
import { eventsOf } from '../helpers/run-inline.ts';

/** A step that fills the screen, and lets nothing but a file end it. */
const EDITOR = documentOf([
  [
    'bash run id=screen tty',
    [
      "trap '' TERM; printf '\\033[?1049h\\033[2J\\033[Hthe ed%s' itor",
      "until test -e done; do sleep 0.05; done; printf '\\033[?1049l'",
    ].join('\n'),
  ],
]);

describe('a step that has the terminal', () => {
  it.each(['run', 'step'])(
    'of `%s` has it alone: what is to be said waits until it is over',
    async (name) => {
      const pane = await openPane(EDITOR, {
        command: name,
        args: name === 'step' ? ['--report', 'jsonl=../events.jsonl'] : [],
      });
      if (name === 'step') {
        await pane.waitFor('[?]');
        pane.press('r');
      }
      await pane.see('the editor');
      process.kill(pane.pid(), 'SIGTERM');
      await pane.untilEvent('interrupted');
      expect(pane.screen()).toBe('the editor');
      writeFileSync(join(pane.place.dir, 'done'), '');
      const { screen, exitCode } = await pane.end();
      expect(exitCode, screen).toBe(143);
      expect(screen).toContain('SIGTERM: stopping');
      expect(screen).not.toContain('the editor');
    },
  );

  const PROGRAMS: readonly (readonly [string, string, (pane: Pane) => Promise<void>])[] = [
    [
      'vi',
      'vi -u NONE note.txt',
      async (pane) => {
        await pane.see('note.txt');
        pane.type('iwritten');
        pane.press('Escape');
        await pane.see('written');
        pane.enter(':wq');
      },
    ],
    [
      'less',
      'seq 500 | less',
      async (pane) => {
        await pane.see('\n39');
        pane.press('G');
        await pane.see('\n500');
        pane.press('q');
      },
    ],
    [
      'a REPL of Python',
      'python3 -q',
      async (pane) => {
        await pane.see('>>>');
        pane.enter('print(6 * 7)');
        await pane.see('\n42');
        pane.press('C-c');
        await pane.see('KeyboardInterrupt');
        pane.press('C-d');
      },
    ],
    [
      '`read -s`',
      'read -rsp "word: " WORD; echo; echo "${#WORD} characters"',
      async (pane) => {
        await pane.see('word:');
        pane.enter('hush');
      },
    ],
  ];

  it.each(PROGRAMS)(
    'can be %s, and what follows finds the terminal as it was',
    async (_, code, use) => {
      const pane = await openPane(
        documentOf([
          ['bash run id=first', 'echo first; touch note.txt'],
          ['bash run id=program tty', code],
          ['text manual id=look', 'Look at it.'],
          ['bash run id=last tty', 'read -rp "last: " LAST; stty -a >modes'],
        ]),
      );
      await use(pane);
      await pane.waitFor('Is it done?');
      pane.press('d');
      await pane.waitFor('Note, if any');
      pane.enter('seen');
      await pane.waitFor('last:');
      expect(pane.flags()).toEqual({ cursor: 'shown', screen: 'normal' });
      pane.enter('x');
      const { exitCode, screen, events } = await pane.end();
      expect(exitCode, screen).toBe(0);
      expect(screen).not.toContain('hush');
      expect(eventsOf(events, 'step-end').map(({ verdict }) => verdict.status)).toEqual(
        Array.from({ length: 4 }, () => 'passed'),
      );
      expect(readFileSync(join(pane.place.dir, 'modes'), 'utf8')).toMatch(/ icanon .* echo /s);
    },
  );
});
