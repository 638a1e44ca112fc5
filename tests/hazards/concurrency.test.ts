import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { documentOf, runBlocks, withBlocks } from '../engine/blocks.ts';
import { eventsOf, type InlineResult, runInline, startInline } from '../helpers/run-inline.ts';

describe('what goes on at the same time', () => {
  it('H35: runs of one document in one folder have each its own state', async () => {
    const blocks = ['x=$RUNBOOK_RUN; sleep 0.5', 'test "$x" = "$RUNBOOK_RUN"; echo $x'] as const;
    const results = await Promise.all([1, 2, 3].map(() => runBlocks(blocks)));
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(new Set(results.map(({ logs }) => logs['step-2'])).size).toBe(3);
  });

  it('H35: a second run of a document in the same folder is refused while the first goes on', async () => {
    const document = documentOf(['echo $$ >>started; until test -e go; do sleep 0.05; done']);
    const one = startInline(document);
    const again = (args: readonly string[] = []): Promise<InlineResult> =>
      runInline(document, { args, place: one.place });
    await vi.waitFor(() => expect(existsSync(join(one.dir, 'started'))).toBe(true), 10_000);
    const refused = await again();
    expect(refused.exitCode).toBe(2);
    // Both were given the same report, and only the first one has anything to write there.
    expect(refused.events.map(({ type }) => type)).toEqual(['run-start', 'step-start']);
    expect(
      refused.stderr
        .replaceAll(one.dir, 'DIR')
        .replaceAll(String(one.child.pid), 'PID')
        .replace(/: run \w+/, ': run ID')
        .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/, 'TIME'),
    ).toMatchInlineSnapshot(`
      "error doc.md is being run already in DIR: run ID, process PID, since TIME UTC
        hint wait until it has ended, or stop it with its cleanup: kill -INT PID
        hint to run both at once, give this one a folder of its own: --workdir DIR
      "
    `);
    mkdirSync(join(one.dir, 'other'));
    appendFileSync(join(one.dir, 'other/go'), '');
    expect((await again(['--workdir', 'other'])).exitCode).toBe(0);
    one.kill('SIGKILL');
    await one.result;
    appendFileSync(join(one.dir, 'go'), '');
    // Nobody has to remove what the dead one left.
    expect((await again()).exitCode).toBe(0);
    expect(readFileSync(join(one.dir, 'started'), 'utf8').split('\n')).toHaveLength(3);
    expect(await refused.survivors()).toEqual([]);
  });

  it('a failing run does not touch the processes of another one', async () => {
    const server = 'touch up; sleep 987';
    const one = startInline(
      documentOf([
        ['bash run background ready=file:up', server],
        'setsid sleep 986 & until test -e go; do sleep 0.05; done',
        'pgrep -f "^sleep 986" >/dev/null; pkill -KILL -f "^sleep 986"',
      ]),
    );
    await one.waitFor('✔');
    const other = await runBlocks([['bash run timeout=300ms', 'setsid sleep 985 & sleep 984']]);
    expect(other.statuses).toEqual(['step-1 failed']);
    appendFileSync(join(one.dir, 'go'), '');
    const result = withBlocks(await one.result);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(await result.survivors()).toEqual([]);
    expect(await other.survivors()).toEqual([]);
  });

  it('a document that is edited during its run is run as it was', async () => {
    const result = await runBlocks([
      `printf '\\n%s\\n' '\`\`\`bash run' 'echo new' '\`\`\`' >>doc.md; sed -i s/second/changed/ doc.md`,
      'echo second',
    ]);
    expect(result.statuses).toEqual(['step-1 passed', 'step-2 passed']);
    expect(result.logs['step-2']).toBe('second\n');
    expect(eventsOf(result.events, 'run-start')[0]?.documentHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('variables of any size reach a step', async () => {
    const result = await runBlocks(
      [
        [`bash run env.X=\${big}\${big}`, `echo \${#X} \${#BIG}`],
        ['bash run id=s', 'printf %s "$BIG"'],
        ['stdout', '<<all:any>>'],
        ['bash run id=t', `echo \${#all}`],
      ],
      {
        frontMatter: '  params:\n    big: {type: string}',
        args: ['--set', `big=${'x'.repeat(90_000)}`],
      },
    );
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(result.logs).toMatchObject({ 'step-1': '180000 90000\n', t: '90000\n' });
  });
});
