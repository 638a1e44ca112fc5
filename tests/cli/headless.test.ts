import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentOf, runBlocks } from '../engine/blocks.ts';
import { eventsOf, runInline } from '../helpers/run-inline.ts';

const LONG = { timeout: 60_000 };

const ALL = documentOf(
  [
    ['text manual id=rotate', 'Ask security.'],
    ['output', 'done'],
    ['bash run id=drop confirm="Really drop it?"', 'touch dropped'],
    ['bash run id=edit tty', 'vi app.conf'],
    ['text configure file=a id=write confirm="Write it?"', 'a'],
    ['bash cleanup id=tidy confirm="Remove it?"', 'rm -f dropped'],
  ],
  [
    '  params:',
    '    site: {description: Where}',
    '    token: {secret: true}',
    '    size: {default: 1}',
  ].join('\n'),
);

describe('a run that has to ask, where nobody is', LONG, () => {
  it('is refused before anything runs, with all the questions and what answers each', async () => {
    const result = await runInline(ALL);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toMatchInlineSnapshot(`
      "error doc.md:4: param \`site\` needs a value
      error doc.md:5: param \`token\` needs a value
      error doc.md:9: \`rotate\` is a \`manual\` step, which a person does
      error doc.md:17: \`drop\` asks before it runs: Really drop it?
      error doc.md:21: \`edit\` is a \`tty\` step, which needs a person at a terminal
      error doc.md:25: \`write\` asks before it runs: Write it?
      error doc.md:29: \`tidy\` asks before it runs: Remove it?
        hint site (Where): --set site=VALUE, \`site: VALUE\` in a file given with --params FILE, or the environment variable SITE
        hint token: the environment variable TOKEN, \`token: VALUE\` in a file given with --params FILE, or --set token=VALUE
        hint \`drop\`, \`write\`, \`tidy\`: --yes says that it is meant
        hint \`rotate\`: --manual=done says that a person has done it
        hint \`edit\`: no flag answers; leave it out with --skip edit, or use a terminal
        hint or run it on a terminal, without --yes and with no CI in the environment: there it asks
      "
    `);
    expect(result.stdout).toBe('');
    expect(result.events).toEqual([]);
    expect(existsSync(join(result.stateDir, 'runbook'))).toBe(false);
  });

  it('names what flags leave open', async () => {
    const result = await runInline(ALL, {
      args: ['--yes', '--set', 'site=a', '--skip', 'edit'],
      env: { TOKEN: 'x' },
    });
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toMatchInlineSnapshot(`
      "error doc.md:9: \`rotate\` is a \`manual\` step, which a person does
        hint \`rotate\`: --manual=done says that a person has done it
        hint or run it on a terminal, without --yes and with no CI in the environment: there it asks
      "
    `);
  });

  it.each([
    ['CI in the environment', { terminal: true, env: { CI: '1' } }],
    ['--yes', { terminal: true, args: ['--yes'] }],
    ['no terminal', {}],
  ])('asks nothing with %s', async (_, options) => {
    const result = await runBlocks([['bash run id=edit tty', 'true']], options);
    expect(result.exitCode).toBe(2);
    expect(result.stdout + result.stderr).toContain(
      '`edit` is a `tty` step, which needs a person at a terminal',
    );
  });

  it('asks only what is selected, and what cleanup there will be', async () => {
    const blocks = [
      ['bash run id=drop confirm="Sure?"', 'true'],
      ['bash run id=fine', 'true'],
      ['bash cleanup id=tidy confirm="Remove it?"', 'true'],
    ] as const;
    const only = await runBlocks(blocks, { args: ['--only', 'fine'] });
    expect(only.exitCode, only.stderr).toBe(0);
    const forced = await runBlocks(blocks, { args: ['--only', 'fine', '--cleanup'] });
    expect(forced.exitCode).toBe(2);
    expect(forced.stderr).toContain('`tidy` asks before it runs: Remove it?');
    expect(forced.stderr).not.toContain('`drop`');
  });

  it('can only have `--manual=done`', async () => {
    const result = await runInline(ALL, { args: ['--manual=yes'] });
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('--manual yes: is not `done`');
  });
});

describe('flags', LONG, () => {
  it('`--yes` says that it is meant, and the record says so', async () => {
    const result = await runBlocks(
      [
        ['bash run id=drop confirm="Really?"', 'touch dropped'],
        ['bash cleanup id=tidy confirm="Remove it?"', 'touch tidied'],
      ],
      { args: ['--yes'] },
    );
    expect(result.exitCode, result.stderr).toBe(0);
    expect(eventsOf(result.events, 'operator')).toMatchObject([
      { action: 'confirm', step: 'drop', flag: '--yes', who: expect.any(String) },
      { action: 'confirm', step: 'tidy', flag: '--yes' },
    ]);
    expect(existsSync(join(result.dir, 'tidied'))).toBe(true);
  });

  it('`--manual=done` counts as done, and as overridden where something should have been checked', async () => {
    const plain = await runBlocks([['text manual id=ask', 'Ask.']], { args: ['--manual=done'] });
    expect(plain.exitCode, plain.stderr).toBe(0);
    expect(plain.verdicts['ask']).toMatchObject({
      status: 'passed',
      byHand: { flag: '--manual=done', override: false },
    });
    const checked = await runBlocks(
      [
        ['text manual id=ask', 'Ask.'],
        ['output', 'yes'],
      ],
      { args: ['--manual=done'] },
    );
    expect(checked.exitCode, checked.stderr).toBe(4);
    expect(checked.verdicts['ask']).toMatchObject({ byHand: { override: true } });
    expect(checked.stdout).toContain('says --manual=done, unchecked');
  });

  it('`--manual=done` is refused where a later step needs what a person would have pasted', async () => {
    const result = await runBlocks(
      [
        ['text manual id=ask capture=key', 'Ask.'],
        ['bash run id=use', 'echo "$key"'],
      ],
      { args: ['--manual=done'] },
    );
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain(
      'step `use` needs `key`, which comes from what a person pastes for `ask`',
    );
  });
});

describe('other commands', LONG, () => {
  const RESUMED = documentOf([
    ['bash run id=first', 'test -e fixed'],
    ['bash run id=drop confirm="Really?"', 'touch dropped'],
  ]);

  it('resume asks for what is still to run', async () => {
    const first = await runInline(RESUMED, { args: ['--yes'] });
    expect(first.exitCode).toBe(1);
    const again = { command: 'resume', name: null, place: first.place } as const;
    const refused = await runInline('', again);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('`drop` asks before it runs: Really?');
    expect(existsSync(join(first.dir, 'dropped'))).toBe(false);
    writeFileSync(join(first.dir, 'fixed'), '');
    const done = await runInline('', { ...again, args: ['--yes'] });
    expect(done.exitCode, done.stderr).toBe(0);
    expect(existsSync(join(first.dir, 'dropped'))).toBe(true);
  });

  it('resume does not ask for what was done before', async () => {
    const first = await runInline(
      documentOf([
        ['bash run id=drop confirm="Really?"', 'touch dropped'],
        ['bash run id=last', 'test -e fixed'],
      ]),
      { args: ['--yes'] },
    );
    const again = { command: 'resume', name: null, place: first.place } as const;
    writeFileSync(join(first.dir, 'fixed'), '');
    const result = await runInline('', again);
    expect(result.exitCode, result.stderr).toBe(0);
  });

  it('stop asks before the cleanup that it runs', async () => {
    const kept = await runInline(
      documentOf([
        ['bash run', 'true'],
        ['bash cleanup id=tidy confirm="Remove it?"', 'touch tidied'],
      ]),
      { args: ['--keep'] },
    );
    expect(kept.exitCode, kept.stderr).toBe(0);
    const stop = { command: 'stop', name: null, place: kept.place } as const;
    const refused = await runInline('', stop);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('`tidy` asks before it runs: Remove it?');
    expect(existsSync(join(kept.dir, 'tidied'))).toBe(false);
    const done = await runInline('', { ...stop, args: ['--yes'] });
    expect(done.exitCode, done.stderr).toBe(0);
    expect(existsSync(join(kept.dir, 'tidied'))).toBe(true);
  });

  it('update is a run, and refused as one', async () => {
    const result = await runInline(RESUMED, { command: 'update' });
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('`drop` asks before it runs: Really?');
  });

  it('plan shows the params that a run would ask for, and how to give them', async () => {
    const result = await runInline(ALL, {
      command: 'plan',
      args: ['--set', 'token=x', '--only', 'write'],
    });
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toBe('');
    expect(
      result.stdout.split('\n').filter((line) => /param|VALUE/.test(line)),
    ).toMatchInlineSnapshot(`
        [
          "param    site = <site> (asked for)",
          "param    token = ••• (--set)",
          "param    size = 1 (default)",
          "Asked for on a terminal, needed elsewhere: 1 param",
          "  site (Where): --set site=VALUE, \`site: VALUE\` in a file given with --params FILE, or the environment variable SITE",
        ]
      `);
  });

  it('plan puts the name of a param that has no value in the place of the value', async () => {
    const result = await runInline(
      documentOf(
        [['http run id=ask', 'GET http://127.0.0.1:${port}/${page}']],
        '  params:\n    port: {type: port}\n    page: {required: false}',
      ),
      { command: 'plan' },
    );
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('GET http://127.0.0.1:<port>/\n');
  });

  it('plan says what a run would ask', async () => {
    const result = await runInline(ALL, {
      command: 'plan',
      args: ['--set', 'site=a', '--set', 'token=x'],
    });
    expect(result.exitCode).toBe(0);
    const lines = result.stdout.split('\n').filter((line) => /^ {3}(?:by|asks|tty) /.test(line));
    expect(lines).toEqual([
      '   by        a person; `--manual=done` says that one has done it',
      '   asks      Really drop it? (`--yes` says yes)',
      '   tty       a person at a terminal, which the step gets',
      '   asks      Write it? (`--yes` says yes)',
      '   asks      Remove it? (`--yes` says yes)',
    ]);
  });
});
