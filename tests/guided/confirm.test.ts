import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentOf } from '../engine/blocks.ts';
import { openPane } from '../helpers/pane.ts';
import { eventsOf } from '../helpers/run-inline.ts';

const LONG = { timeout: 60_000 };

describe('`confirm`', LONG, () => {
  const DROP = documentOf(
    [
      ['bash run id=drop confirm="Really drop ${db}?"', 'touch dropped'],
      ['bash run id=after', 'echo after'],
      ['bash cleanup id=tidy', 'touch tidied'],
    ],
    '  params:\n    db: {default: shop}',
  );

  it('H37: has no default answer, and declining ends the run with 4 and says so', async () => {
    const pane = await openPane(DROP);
    await pane.waitFor('Really drop shop?');
    pane.press('Enter');
    await pane.waitFor('write `yes` or `no`');
    pane.enter('no');
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(4);
    expect(screen).toMatch(/declined `drop`: it did not run; the run ended there/);
    expect(existsSync(join(pane.place.dir, 'dropped'))).toBe(false);
    expect(existsSync(join(pane.place.dir, 'tidied'))).toBe(true);
    expect(eventsOf(events, 'operator')).toMatchObject([{ action: 'decline', step: 'drop' }]);
    expect(eventsOf(events, 'step-end').find(({ step }) => step === 'after')?.verdict).toEqual({
      status: 'skipped',
      reason: { kind: 'not-reached' },
    });
  });

  it('is on record when the step runs', async () => {
    const pane = await openPane(DROP);
    await pane.waitFor('Run `drop`?');
    pane.enter('yes');
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(0);
    expect(existsSync(join(pane.place.dir, 'dropped'))).toBe(true);
    const [decision] = eventsOf(events, 'operator');
    expect(decision).toMatchObject({ action: 'confirm', step: 'drop', who: expect.any(String) });
    expect(decision).not.toHaveProperty('flag');
    // The step took what came after the answer, and not the time for it.
    const end = eventsOf(events, 'step-end').find(({ step }) => step === 'drop');
    const since = Date.parse(end?.time ?? '') - Date.parse(decision?.time ?? '');
    expect(end?.durationMs).toBeLessThanOrEqual(since + 1);
  });

  it('is asked again by resume, which then goes on', async () => {
    const pane = await openPane(DROP.replace('bash cleanup', 'bash run'));
    await pane.waitFor('Run `drop`?');
    pane.enter('no');
    expect((await pane.end()).screen).toContain('next runbook resume');
    const again = await openPane('', { place: pane.place, command: 'resume', name: null });
    await again.waitFor('Really drop shop?');
    again.enter('yes');
    expect(await again.end()).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(pane.place.dir, 'dropped'))).toBe(true);
  });

  it('of a cleanup step leaves out that step alone, and makes 4 of 0', async () => {
    const pane = await openPane(
      documentOf([
        ['bash cleanup id=first', 'touch first'],
        ['bash cleanup id=last confirm="Remove it?"', 'touch last'],
        ['bash run id=work', 'echo work'],
      ]),
    );
    await pane.waitFor('Remove it?');
    pane.enter('no');
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(4);
    expect(existsSync(join(pane.place.dir, 'first'))).toBe(true);
    expect(existsSync(join(pane.place.dir, 'last'))).toBe(false);
    expect(eventsOf(events, 'step-end').find(({ step }) => step === 'last')?.verdict).toMatchObject(
      {
        status: 'skipped',
        reason: { kind: 'operator' },
      },
    );
  });

  it('is not asked for a step that a condition leaves out', async () => {
    const pane = await openPane(
      documentOf([
        ['bash run id=drop confirm="Really?" unless=true', 'touch dropped'],
        ['bash run', 'echo on'],
      ]),
    );
    const { exitCode, screen } = await pane.end();
    expect(exitCode, screen).toBe(0);
    expect(screen).not.toContain('Really?');
  });

  it('interrupts the run at Ctrl-C', async () => {
    const pane = await openPane(DROP);
    await pane.waitFor('Run `drop`?');
    pane.press('C-c');
    expect(await pane.end()).toMatchObject({ exitCode: 130 });
    expect(existsSync(join(pane.place.dir, 'dropped'))).toBe(false);
  });
});

describe('params that are missing', LONG, () => {
  const PARAMS = [
    '  params:',
    '    count: {type: int}',
    '    zone: {values: [north, south], type: enum}',
    '    fast: {type: bool, description: No tests}',
    '    token: {secret: true}',
    '    given: {type: port}',
  ].join('\n');
  const DOCUMENT = documentOf(
    [
      ['bash test', 'echo "$COUNT $ZONE $FAST ${#TOKEN} $GIVEN"'],
      ['output', '7 south true 5 81'],
    ],
    PARAMS,
  );

  it('are asked for in the order of the document, by type, secrets without echo', async () => {
    const pane = await openPane(DOCUMENT, { args: ['--set', 'given=81'] });
    await pane.waitFor('count (int)');
    pane.enter('many');
    await pane.waitFor('it must be');
    pane.press('BSpace', 'BSpace', 'BSpace', 'BSpace');
    pane.enter('7');
    await pane.waitFor('zone');
    pane.press('Down', 'Enter');
    await pane.waitFor('fast: No tests');
    pane.press('y');
    await pane.waitFor('token');
    pane.enter('hush!');
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(0);
    expect(screen).not.toContain('hush!');
    expect(eventsOf(events, 'run-start')[0]?.params).toMatchObject([
      { name: 'count', value: '7', source: 'asked' },
      { name: 'zone', value: 'south', source: 'asked' },
      { name: 'fast', value: 'true', source: 'asked' },
      { name: 'token', value: '•••', source: 'asked' },
      { name: 'given', value: '81', source: '--set' },
    ]);
  });

  it('leave nothing behind when Ctrl-C ends the question', async () => {
    const pane = await openPane(DOCUMENT);
    await pane.waitFor('count (int)');
    pane.press('C-c');
    const { exitCode, events, screen } = await pane.end();
    expect(exitCode, screen).toBe(130);
    expect(screen).toContain('interrupted: nothing ran');
    expect(events).toEqual([]);
  });
});
