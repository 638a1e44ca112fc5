import { describe, expect, it } from 'vitest';
import { answer, ask, KINDS } from './asking.ts';
import type { Question } from './program.ts';

const entries = (...names: readonly string[]): Question => ({
  choose: 'Go to',
  choices: names.map((value) => ({ value, label: `· ${value}  Section of ${value}` })),
});

const MANY = entries(...Array.from({ length: 30 }, (_, index) => `step-${index + 1}`));

/** The lines of a screen. */
const lines = (screen: string): string[] => screen.split('\n');

describe('a list', () => {
  it('scrolls in a terminal that is lower than it, with the question always in sight', async () => {
    const terminal = await ask([MANY], 'rich', { rows: 8 });
    await terminal.see('more; type to search');
    expect(terminal.screen()).toMatchInlineSnapshot(`
      "Questions
      Go to █
      ▸ · step-1  Section of step-1
        · step-2  Section of step-2
        · step-3  Section of step-3
        · step-4  Section of step-4
        · step-5  Section of step-5
        … 25 more; type to search"
    `);
    for (let round = 0; round < 12; round++) terminal.press('Down');
    await terminal.see('▸ · step-13 ');
    expect(terminal.screen()).toMatchInlineSnapshot(`
      "Questions
      Go to █
        · step-11  Section of step-11
        · step-12  Section of step-12
      ▸ · step-13  Section of step-13
        · step-14  Section of step-14
        · step-15  Section of step-15
        … 25 more; type to search"
    `);
    terminal.press('Up', 'Up');
    await terminal.see('▸ · step-11 ');
    expect(lines(terminal.transcript()).filter((line) => line.startsWith('Go to'))).toHaveLength(1);
    terminal.press('Enter');
    await terminal.waitFor(answer('step-11'));
    expect(terminal.transcript()).toMatchInlineSnapshot(`
      "Questions
      Go to step-11
      = "step-11""
    `);
  });

  it('wraps around at both ends', async () => {
    const terminal = await ask([MANY]);
    await terminal.see('▸ · step-1 ');
    terminal.press('Up');
    await terminal.see('▸ · step-30 ');
    terminal.press('Down');
    await terminal.see('▸ · step-1 ');
    terminal.press('Enter');
    await terminal.waitFor(answer('step-1'));
  });

  it('fits 40 columns, and is drawn anew in a terminal that changes its size', async () => {
    const long = entries('one', 'two-of-which-the-name-is-longer-than-the-line', 'three');
    const terminal = await ask([long], 'rich', { columns: 40 });
    await terminal.see('three');
    expect(terminal.screen()).toMatchInlineSnapshot(`
      "Questions
      Go to █
      ▸ · one  Section of one
        · two-of-which-the-name-is-longer-tha…
        · three  Section of three"
    `);
    terminal.resize(80, 24);
    await terminal.see('longer-than-the-line  Sec');
    terminal.resize(30, 10);
    await terminal.see('name-is-…');
    terminal.press('Down');
    await terminal.see('▸ · two');
    expect(terminal.screen()).toMatchInlineSnapshot(`
      "Go to █
        · one  Section of one
      ▸ · two-of-which-the-name-is-…
        · three  Section of three"
    `);
    terminal.press('Enter');
    await terminal.waitFor('= "two');
  });

  it('becomes shorter in a terminal that becomes lower', async () => {
    const terminal = await ask([MANY], 'rich', { rows: 24 });
    await terminal.see('20 more');
    terminal.resize(80, 6);
    await terminal.see('27 more');
    terminal.press('Down');
    await terminal.see('▸ · step-2 ');
    expect(lines(terminal.screen())[0]).toContain('Go to');
  });

  it('does nothing at Enter where nothing is found, and says so', async () => {
    const terminal = await ask([entries('one', 'two')]);
    await terminal.see('two');
    terminal.type('x');
    await terminal.see('nothing with that in it');
    terminal.press('Enter', 'Up', 'Down', 'Enter', 'BSpace');
    await terminal.see('▸ · one');
    terminal.press('Enter');
    await terminal.waitFor(answer('one'));
  });

  it('without entries can only be left', async () => {
    const terminal = await ask([entries()]);
    await terminal.see('nothing with that in it');
    terminal.press('Enter', 'Down', 'Enter', 'C-c');
    await terminal.waitFor(answer(null));
    expect(await terminal.end()).toEqual({ code: 130, ...(await terminal.before()) });
  });

  it.each(KINDS)('(%s) takes the entry of the very name that is typed', async (kind) => {
    const names = ['deploy-db', 'redeploy', 'deploy', '2', 'Deploy', 'one'];
    const terminal = await ask(
      Array.from({ length: 3 }, () => entries(...names)),
      kind,
    );
    for (const [index, typed] of ['deploy', 'Deploy', '2'].entries()) {
      await terminal.waitFor('Go to', kind === 'rich' ? 1 : index + 1);
      terminal.enter(typed);
      await terminal.waitFor(answer(typed));
    }
  });

  it('(plain) refuses a number or name that is not there', async () => {
    const terminal = await ask([entries('one', 'two')], 'plain');
    for (const [index, typed] of ['0', '3', 'tw', '', ' 1.5 ', '-1', '0x1', '1e0'].entries()) {
      await terminal.waitFor('number or name:', index + 1);
      terminal.enter(typed);
    }
    await terminal.waitFor('there is no such entry', 8);
    terminal.enter(' 2 ');
    await terminal.waitFor(answer('two'));
  });
});
