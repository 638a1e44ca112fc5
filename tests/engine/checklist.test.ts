import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  eventsOf,
  type InlineOptions,
  type InlineResult,
  runInline,
} from '../helpers/run-inline.ts';
import { command, runIds } from '../runs/records.ts';

const step = (id: string, code: string, words = 'test'): string =>
  `\`\`\`bash ${words} id=${id}\n${code}\n\`\`\`\n`;

const DOCUMENT = `# Doc

- [ ] [It starts](#start)
- [ ] [It works](#works)
- [x] [A step by its id](#one)
- [ ] Somebody looked

## Start

${step('zero', 'true', 'install')}
### Deeper

${step('one', 'true', 'run')}
## Works

${step('two', '${COMMAND:-true}')}
${step('gone', 'true', 'cleanup')}`;

function run(document: string, options: InlineOptions = {}): Promise<InlineResult> {
  return runInline(document, options);
}

function statesOf({ events }: Pick<InlineResult, 'events'>): string[] {
  return eventsOf(events, 'checklist').flatMap(({ items }) =>
    items.map(({ line, state, why }) => `${line} ${state}${why === undefined ? '' : `: ${why}`}`),
  );
}

describe('the checklist', () => {
  it('is filled in by the run, with the steps that prove each item', async () => {
    const result = await run(DOCUMENT);
    expect(result.exitCode).toBe(0);
    const [list] = eventsOf(result.events, 'checklist');
    expect(
      list?.items.map(({ state, evidence }) => [state, evidence?.map((one) => one.step)]),
    ).toMatchInlineSnapshot(`
      [
        [
          "verified",
          [
            "zero",
            "one",
          ],
        ],
        [
          "verified",
          [
            "two",
          ],
        ],
        [
          "verified",
          [
            "one",
          ],
        ],
        [
          "unconfirmed",
          undefined,
        ],
      ]
    `);
    const ends = new Map(eventsOf(result.events, 'step-end').map((end) => [end.step, end]));
    for (const { step: id, time, durationMs } of list?.items.flatMap(
      (item) => item.evidence ?? [],
    ) ?? [])
      expect({ time, durationMs }).toEqual({
        time: ends.get(id)?.time,
        durationMs: ends.get(id)?.durationMs,
      });
    expect(
      result.stdout
        .slice(result.stdout.indexOf('Checklist'))
        .replaceAll(/\d\d:\d\d:\d\d UTC/g, 'TIME')
        .replaceAll(/\b\d+(\.\d+)?m?s\b/g, 'ELAPSED'),
    ).toMatchInlineSnapshot(`
      "Checklist  3 verified, 1 unconfirmed
        ✔ It starts  2 steps, TIME, ELAPSED
        ✔ It works  two, TIME, ELAPSED
        ✔ A step by its id  one, TIME, ELAPSED
        ○ Somebody looked  unconfirmed: for a person

      4 passed in ELAPSED
      "
    `);
    expect(readFileSync(join(result.dir, 'doc.md'), 'utf8')).toBe(DOCUMENT);
  });

  it.each<[string, string, InlineOptions, number, string]>([
    ['failed', DOCUMENT, { env: { COMMAND: 'false' } }, 1, '4 failed: `two` failed'],
    [
      'was not reached',
      DOCUMENT.replace('true', 'false'),
      {},
      1,
      '4 unproven: `two` was not reached',
    ],
    [
      'was not selected',
      DOCUMENT,
      { args: ['--only', 'zero'] },
      0,
      '4 unproven: `two` was not selected',
    ],
    [
      'was left out by its condition',
      DOCUMENT.replace('bash test', 'bash test if=false'),
      {},
      0,
      '4 unproven: nothing was executed there',
    ],
    [
      'is a cleanup',
      DOCUMENT.replace('bash test id=two', 'bash cleanup id=two'),
      {},
      0,
      '4 unproven: no step in `#works`',
    ],
  ])('does not count a step that %s', async (_, document, options, exitCode, expected) => {
    const result = await run(document, options);
    expect(result.exitCode).toBe(exitCode);
    expect(statesOf(result)).toContain(expected);
  });

  it('takes nothing for proven in a run that was rolled back', async () => {
    const document = `# Doc

- [ ] [Installed](#install)
- [ ] [Works](#works)

## Install

${step('install', 'true', 'install')}
${step('uninstall', 'true', 'rollback')}
## Works

${step('works', 'true')}
${step('breaks', 'false')}`;
    const result = await run(document, { args: ['--rollback'] });
    expect(result.exitCode).toBe(1);
    expect(statesOf(result)).toEqual([
      '3 unproven: `install` passed, and the run was rolled back',
      '4 failed: `breaks` failed',
    ]);
  });

  it('takes a section for proven when its own conditions left out a part of it', async () => {
    const result = await run(DOCUMENT.replace('bash install', 'bash install if=false'));
    expect(statesOf(result)).toContain('3 verified');
  });

  it('is no failure by itself, and one with --require-checklist', async () => {
    const without = await run(DOCUMENT);
    const required = await run(DOCUMENT, { args: ['--require-checklist'] });
    expect([without.exitCode, required.exitCode]).toEqual([0, 1]);
    expect(required.stdout).toContain('1 item open, and it has to hold (--require-checklist)');
    const proven = await run(DOCUMENT.replace('Somebody looked', '[Both](#start) [work](#works)'), {
      args: ['--require-checklist'],
    });
    expect(proven.exitCode, proven.stdout).toBe(0);
  });

  it('does not turn a failure into anything else', async () => {
    const args = ['--require-checklist'];
    const result = await run(DOCUMENT, { args, env: { COMMAND: 'kill -9 $$' } });
    expect(result.exitCode).toBe(1);
  });

  it('is in the record, and still demanded when the run goes on', async () => {
    const first = await run(
      DOCUMENT.replace('${COMMAND:-true}', 'test -e go || { touch go; false; }'),
      {
        args: ['--require-checklist', '--keep'],
      },
    );
    const shown = await command(first.place, 'report', [runIds(first.place)[0] ?? '']);
    expect(shown.stdout).toContain('✗ It works  failed: `two` failed');
    const resumed = await command(first.place, 'resume', [
      '--report',
      `jsonl=${first.place.report}`,
    ]);
    expect(resumed.exitCode, resumed.stdout).toBe(1);
    expect(resumed.stdout).toContain('✔ It starts  2 steps');
    expect(resumed.stdout).toContain('1 item open');
    // What was done before the run went on is proven by what was seen then.
    const before = eventsOf(first.events, 'step-end').find((end) => end.step === 'one')?.time;
    const [list] = eventsOf(resumed.events, 'checklist');
    expect(list?.items[2]?.evidence?.[0]?.time).toBe(before);
  });

  it('says nothing in a document without one', async () => {
    const result = await run('```bash run\ntrue\n```\n', { args: ['--require-checklist'] });
    expect(result.exitCode).toBe(0);
    expect(result.stdout).not.toContain('Checklist');
  });
});
