import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../helpers/run-inline.ts';
import { fence, sections } from './documents.ts';
import { closeTerminals, endsOf, type Guided, settled, step } from './guided.ts';

closeTerminals();

const REPORT = 'step doc.md --report jsonl=events.jsonl';

const DOCUMENT = sections({
  Install: `${fence('bash install id=install', 'touch installed')}
${fence('bash rollback id=uninstall', 'rm -v installed')}`,
  Start: `${fence('bash run id=start', 'test -e never')}
${fence('bash rollback id=unstart', 'echo nothing to stop; false')}`,
  Clean: fence('bash cleanup', 'touch cleaned'),
});

async function failStart(
  document = DOCUMENT,
  place = '2/2  Start',
  line = REPORT,
): Promise<Guided> {
  const guided = await step(document, { line, rows: 60 });
  await guided.asked('  Install');
  guided.press('r');
  await guided.asked(place);
  guided.press('r');
  await guided.asked('✗ doc.md');
  return guided;
}

describe('R after a failure', () => {
  it('undoes nothing for Enter or no, and all of it for yes; the run has failed', {
    timeout: 60_000,
  }, async () => {
    const guided = await failStart();
    guided.press('R');
    await guided.question('Roll back? yes or no');
    guided.press('Enter');
    await guided.waitFor('write `yes` or `no`');
    guided.enter('no');
    await guided.asked('Roll back? yes or no no');
    expect(existsSync(join(guided.dir, 'installed'))).toBe(true);
    guided.press('R');
    await guided.waitFor('Roll back? yes or no', 2);
    guided.enter('yes');
    await guided.question('[n]o, later');
    guided.press('y');
    expect(await guided.exit()).toBe(1);
    expect(existsSync(join(guided.dir, 'installed'))).toBe(false);
    expect(endsOf(guided)).toEqual([
      'install passed',
      'start failed',
      'unstart failed',
      'uninstall passed',
      'clean passed',
    ]);
    const shown = settled(guided).split('yes or no yes\n').at(-1);
    expect(
      shown?.replaceAll(/(start|install) {2}\d+(\.\d+)?m?s/g, '$1  TIME'),
    ).toMatchInlineSnapshot(`
      "Rollback
        ✗ unstart  TIME  not undone
           21      │ echo nothing to stop; false
          exited with 1; the step expects 0
          nothing to stop
        ✔ uninstall  TIME
          removed 'installed'
      Clean up now? (clean) yes
      ✔ Clean    touch cleaned  TIME
      2 passed, 1 failed in TIME"
    `);
    guided.enter('runbook resume');
    expect(await guided.exit(2)).toBe(2);
    expect(guided.transcript()).toContain('its cleanup or a rollback has run');
  });

  it('says why where a step has none, and asks again', { timeout: 60_000 }, async () => {
    const document = DOCUMENT.replace(/```bash rollback id=uninstall\n.*\n```\n/, '');
    const guided = await failStart(document);
    guided.press('R');
    await guided.asked('it cannot be rolled back');
    expect(settled(guided)).toContain(
      'it cannot be rolled back: no `rollback` step undoes `install` (line 5)',
    );
    guided.press('C-c');
    expect(await guided.exit()).toBe(130);
    expect(eventsOf(guided.events(), 'rollback')).toEqual([]);
  });

  it('asks nothing about a checklist afterwards: what it is about is gone', {
    timeout: 60_000,
  }, async () => {
    const guided = await failStart(
      DOCUMENT.replace('## ', '- [ ] The boss is told\n- [ ] [Installed](#install)\n\n## '),
    );
    guided.press('R');
    await guided.question('Roll back? yes or no');
    guided.enter('yes');
    await guided.question('[n]o, later');
    guided.press('n');
    expect(await guided.exit()).toBe(1);
    expect(eventsOf(guided.events(), 'checklist')).toMatchObject([
      {
        items: [
          { text: 'The boss is told', state: 'unconfirmed' },
          { state: 'unproven', why: '`install` passed, and the run was rolled back' },
        ],
      },
    ]);
    expect(guided.transcript()).not.toContain('Does it hold?');
  });
});

const THREE = sections({
  Install: `${fence('bash install id=install', 'touch installed')}
${fence('bash rollback id=uninstall', 'rm -v installed')}`,
  Start: `${fence('bash run id=start', 'touch half; test -e never')}
${fence('bash rollback id=unstart', 'rm -v half')}`,
  Try: fence('bash test id=try', 'false'),
});

describe('a step that has failed', () => {
  it.each<[string, string, string]>([
    ['skipped', 's', 'Why is it left out?'],
    ['ignored', 'i', 'Why can it be ignored?'],
  ])('is rolled back as well when it was then %s', async (_, key, question) => {
    const guided = await failStart(THREE, '2/3  Start');
    guided.press(key);
    await guided.question(question);
    guided.enter('later');
    await guided.asked('3/3  Try');
    guided.press('r');
    await guided.asked('✗ doc.md', 2);
    guided.press('R');
    await guided.question('Roll back? yes or no');
    guided.enter('yes');
    expect(await guided.exit()).toBe(1);
    expect(eventsOf(guided.events(), 'rollback')).toMatchObject([
      { steps: ['unstart', 'uninstall'] },
    ]);
    expect(existsSync(join(guided.dir, 'half'))).toBe(false);
  });

  it('is rolled back when it was skipped before the run was left and went on', async () => {
    const guided = await failStart(THREE, '2/3  Start');
    guided.press('s');
    await guided.question('Why is it left out?');
    guided.enter('later');
    await guided.asked('3/3  Try');
    guided.press('q');
    await guided.question('Why, if you want to say');
    guided.press('Enter');
    expect(await guided.exit()).toBe(4);
    guided.enter('runbook resume --report jsonl=events.jsonl');
    await guided.asked('3/3  Try', 2);
    guided.press('r');
    await guided.asked('✗ doc.md', 2);
    guided.press('R');
    await guided.question('Roll back? yes or no');
    guided.enter('yes');
    expect(await guided.exit(2)).toBe(1);
    expect(eventsOf(guided.events(), 'rollback')).toMatchObject([
      { steps: ['unstart', 'uninstall'] },
    ]);
  });
});

describe('--rollback on a run that is gone through by hand', () => {
  const LINE = 'step doc.md --rollback --report jsonl=events.jsonl';

  it('undoes nothing when the run is left with q: it goes on later', async () => {
    const guided = await failStart(THREE, '2/3  Start', LINE);
    guided.press('q');
    await guided.question('Why, if you want to say');
    guided.press('Enter');
    expect(await guided.exit()).toBe(1);
    expect(eventsOf(guided.events(), 'rollback')).toEqual([]);
    expect(existsSync(join(guided.dir, 'installed'))).toBe(true);
    expect(guided.transcript()).toContain('next runbook resume');
  });

  it('undoes nothing when all that failed was ignored', async () => {
    const guided = await failStart(THREE.replace('\nfalse\n', '\ntrue\n'), '2/3  Start', LINE);
    guided.press('i');
    await guided.question('Why can it be ignored?');
    guided.enter('later');
    await guided.asked('3/3  Try');
    guided.press('r');
    expect(await guided.exit()).toBe(4);
    expect(eventsOf(guided.events(), 'rollback')).toEqual([]);
  });
});
