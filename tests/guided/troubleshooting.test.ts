import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ROOT } from '../helpers/paths.ts';
import { eventsOf } from '../helpers/run-inline.ts';
import { fence, sections } from './documents.ts';
import { closeTerminals, decisionsOf, endsOf, settled, step } from './guided.ts';

closeTerminals();

const REPORT = 'step doc.md --report jsonl=events.jsonl';
const DOCUMENT = readFileSync(join(ROOT, 'runbooks/troubleshooting.md'), 'utf8');

describe('the guide that breaks on purpose', () => {
  it('is repaired by hand: diagnose, back, edit, and on', { timeout: 60_000 }, async () => {
    const guided = await step(DOCUMENT, {
      line: REPORT,
      rows: 60,
      env: { EDITOR: 'sed -i s/greeting=%s/greeting=hello/' },
    });
    await guided.asked('1/3  Configure');
    guided.press('r');
    await guided.asked('2/3  Start');
    guided.press('r');
    await guided.asked('no greeting\n');
    guided.press('d');
    await guided.asked('diagnose: port-is-free');
    const diagnosis = settled(guided).split('? diagnose\n').at(-1);
    expect(diagnosis?.split('\n?').at(0)).toMatchInlineSnapshot(`
      "  Server Won't Start (doc.md:73)
        ● likely cause: greeting-is-given (doc.md:89)
           94      │ - greeting=<<:word>>
                 1 │ + greeting=
          Three things keep it from starting. Whichever is the cause, repair it and
          start again: \`runbook run troubleshooting.md\`.

          - The settings are not there: the section Configure was left out.
          - There is no greeting: give one with \`--set greeting=hello\`.
          - The port is taken: stop what holds it, or give another one with \`--set
            port=8123\`.
        ✔ diagnose: settings-are-there (doc.md:81)
          the settings are there
        ✔ diagnose: port-is-free (doc.md:97)
          free
      "
    `);
    guided.press('b');
    await guided.asked('1/3  Configure', 2);
    guided.press('e');
    await guided.asked('greeting=hello');
    guided.press('r');
    await guided.asked('2/3  Start', 2);
    guided.press('r');
    await guided.asked('3/3  Try');
    guided.press('r');
    await guided.question('[n]o, later');
    guided.press('y');
    expect(await guided.exit()).toBe(0);
    expect(endsOf(guided)).toEqual([
      'settings passed',
      'server failed',
      'settings-are-there passed',
      'greeting-is-given failed',
      'port-is-free passed',
      'settings passed',
      'server passed',
      'try passed',
      'clean-up passed',
    ]);
    expect(decisionsOf(guided)).toEqual(['edit settings']);
    expect(eventsOf(guided.events(), 'diagnosed').map(({ causes }) => causes)).toEqual([
      ['greeting-is-given'],
    ]);
  });

  it('shows controls in blocks that are only read, and sends none to the terminal', async () => {
    const fenced =
      '```text\n\x1b[31mred\n```\n\n| a |\n|---|\n| \x1b[31mb |\n\n```bash run\ntrue\n```\n';
    const guided = await step(`# Doc\n\n${fenced}`, { line: REPORT });
    await guided.asked('1/1');
    const shown = guided.transcript().split('\n');
    expect(shown.slice(4, shown.indexOf('  $ true') - 1)).toEqual([
      '      \\x1b[31mred',
      '',
      '  | a |',
      '  |---|',
      '  | \\x1b[31mb |',
    ]);
    guided.press('r');
    expect(await guided.exit()).toBe(0);
  });

  it('ends a diagnosis at Ctrl-C, and asks again', async () => {
    const document = `${sections({ Start: fence('bash run id=start on-fail=#help', 'touch never-there/x') })}
## Help

Look.

${fence('bash diagnose id=endless', 'touch looking; sleep 987')}
${fence('bash diagnose id=other', 'touch other')}`;
    const guided = await step(document, { line: REPORT, rows: 60 });
    await guided.asked('1/1  Start');
    guided.press('r');
    await guided.asked('✗ doc.md');
    guided.press('d');
    await vi.waitFor(() => expect(existsSync(join(guided.dir, 'looking'))).toBe(true), 40_000);
    guided.press('C-c');
    await guided.asked('endless (doc.md');
    const diagnosis = settled(guided).split('? diagnose\n').at(-1);
    expect(diagnosis?.split('\n?').at(0)).toMatchInlineSnapshot(`
      "^CSIGINT: stopping the diagnosis; once more ends the run
        Help (doc.md:10)
          Look.
        ■ interrupted: endless (doc.md:14)
      "
    `);
    expect(existsSync(join(guided.dir, 'other'))).toBe(false);
    guided.press('q');
    await guided.question('Why, if you want to say');
    guided.press('Enter');
    expect(await guided.exit()).toBe(1);
    expect(endsOf(guided)).toEqual(['start failed', 'endless cancelled']);
  });
});
