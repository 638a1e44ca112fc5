import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settleSurvivors } from '../helpers/survivors.ts';
import { closeTerminals, step } from './guided.ts';
import { modesOf, runSlow, SLOW } from './slow.ts';

closeTerminals();

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
    expect(await settleSurvivors(guided.tag)).toEqual([]);
  });

  it('during a step stops the step, leaves nothing behind, and can be resumed', async () => {
    const guided = await step(SLOW, { line: '' });
    guided.enter('runbook-survivor step doc.md');
    await guided.asked('1/3  First');
    guided.press('A');
    await guided.waitFor('│ begun');
    guided.hangUp();
    expect(await guided.exitAfterHangUp()).toBe(129);
    expect(await settleSurvivors(guided.tag)).toEqual([]);
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
    expect(await settleSurvivors(guided.tag)).toEqual([]);
  });
});
