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

async function failStart(document = DOCUMENT): Promise<Guided> {
  const guided = await step(document, { line: REPORT, rows: 60 });
  await guided.asked('1/2  Install');
  guided.press('r');
  await guided.asked('2/2  Start');
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
    const guided = await failStart(DOCUMENT.replace('## ', '- [ ] The boss is told\n\n## '));
    guided.press('R');
    await guided.question('Roll back? yes or no');
    guided.enter('yes');
    await guided.question('[n]o, later');
    guided.press('n');
    expect(await guided.exit()).toBe(1);
    expect(eventsOf(guided.events(), 'checklist')).toMatchObject([
      { items: [{ text: 'The boss is told', state: 'unconfirmed' }] },
    ]);
    expect(guided.transcript()).not.toContain('Does it hold?');
  });
});
