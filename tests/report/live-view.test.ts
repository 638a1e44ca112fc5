import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Job, openJob } from '../helpers/job.ts';
import { eventsOf, runInline } from '../helpers/run-inline.ts';

/** Waits for a file between what is looked at, so that no screen is too early or too late. */
const until = (name: string): string => `until test -e ${name}; do sleep 0.05; done`;

const DOCUMENT = `# Guide

## Prepare

\`\`\`bash install id=tools
echo tools
\`\`\`

\`\`\`bash configure id=settings title="Write the settings"
${until('settings')}
\`\`\`

## Start the server

\`\`\`bash run id=server background ready=log:/serving/ within=10m every=100ms
echo booting; ${until('up')}; echo serving; sleep 987
\`\`\`

## Try it

\`\`\`bash health id=try within=10m every=20ms
echo x >>tries; [ $(wc -l <tries) -ge 3 ] || exit 7; ${until('tried')}
\`\`\`

\`\`\`bash test id=talk title=Talk
for i in {1..9}; do echo "line $i of what the step prints"; done; ${until('talked')}
\`\`\`

\`\`\`output
line 1<<...>>
...
last
\`\`\`

## Never reached

\`\`\`bash test id=late
\`\`\`
`;

/**
 * The last tree, and what stands below it, without what differs from run to run: times, and, since a
 * longer time leaves less room, where a line is cut.
 */
function settle(screen: string): string {
  const at = [...screen.matchAll(/^. Prepare$/gm)].at(-1)?.index;
  return screen
    .slice(at)
    .replaceAll(/\b\d+(\.\d+)?m?s\b/g, 'TIME')
    .replaceAll(/^(.{13}).*?… {2}/gm, '$1…  ')
    .replaceAll(/(waiting for|·) [^·\n]*… · /g, '$1 … · ')
    .replaceAll(/log {2}.*/g, 'log  PATH')
    .replaceAll(/resume \w+/g, 'resume ID')
    .replaceAll(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/g, '*');
}

/** Waits for a text in a tree that is there to its last line. */
const see = (terminal: Job, text: RegExp): Promise<string> =>
  terminal.waitFor(new RegExp(`${text.source}[^]*^.? *Never reached.*`, 'm'));

/** Goes on with what waits for the file. */
const go = (terminal: Job, name: string): void => writeFileSync(join(terminal.dir, name), '');

describe('the live view', { timeout: 120_000 }, () => {
  it('shows at 80 columns what runs, what it waits for and prints, and in the end what became of it', async () => {
    const terminal = await openJob(DOCUMENT);
    expect(settle(await see(terminal, /Write the settings .*\ds$/))).toMatchInlineSnapshot(`
      "❯ Prepare
        ✔ echo tools  TIME
        * Write the settings  until test -e settings; do sleep 0.05; done  TIME
        Start the server      echo booting; until test -e up; do sleep 0.05;…
        Try it
        Never reached         late"
    `);
    go(terminal, 'settings');
    const booting = await see(terminal, /waiting for log line .* · \d[\s\S]*› booting/);
    expect(settle(booting)).toMatchInlineSnapshot(`
      "✔ Prepare
        ✔ echo tools  TIME
        ✔ Write the settings  until test -e settings; do sleep 0.05; done  TIME
      * Start the s…  waiting for … · TIME
        › booting
        Try it
        Never reached         late"
    `);
    go(terminal, 'up');
    const trying = await see(terminal, /attempt 3 · exited with 7.* · \d/);
    expect(settle(trying)).toMatchInlineSnapshot(`
      "✔ Prepare
        ✔ echo tools  TIME
        ✔ Write the settings  until test -e settings; do sleep 0.05; done  TIME
      ✔ Start the s…  TIME
      ❯ Try it
        * echo x >>…  attempt 3 · exited with 7 · TIME
          Talk                for i in {1..9}; do echo "line $i of what the s…
        Never reached         late"
    `);
    go(terminal, 'tried');
    const talking = await see(terminal, /Talk .*\ds\n.*line 5.*\n.*\n.*\n.*\n.*line 9/);
    expect(settle(talking)).toMatchInlineSnapshot(`
      "✔ Prepare
        ✔ echo tools  TIME
        ✔ Write the settings  until test -e settings; do sleep 0.05; done  TIME
      ✔ Start the s…  TIME
      ❯ Try it
        ✔ echo x >>…  TIME (3 attempts)
        * Talk     …  TIME
          › line 5 of what the step prints
          › line 6 of what the step prints
          › line 7 of what the step prints
          › line 8 of what the step prints
          › line 9 of what the step prints
        Never reached         late"
    `);
    go(terminal, 'talked');
    expect((await terminal.end()).code).toBe(1);
    expect(settle(terminal.transcript())).toMatchInlineSnapshot(`
      "✔ Prepare
        ✔ echo tools  TIME
        ✔ Write the settings  until test -e settings; do sleep 0.05; done  TIME
      ✔ Start the s…  TIME
      ✖ Try it
        ✔ echo x >>…  TIME (3 attempts)
        ✖ Talk     …  TIME
      ↓ Never reached         late  not reached

      ✗ doc.md:25  test · talk   (TIME)
         30    1 │   line 1 of what the step prints
         31    2 │   ...   (8 lines)
         32      │ - last
        hint if the new output is right: runbook update doc.md
        log  PATH

      next runbook resume ID
      4 passed, 1 failed, 1 not reached in TIME"
    `);
    expect(await terminal.survivors()).toEqual([]);
  });

  it('shows at 40 columns the same, with less of what a step does', async () => {
    const terminal = await openJob(DOCUMENT, { columns: 40 });
    go(terminal, 'settings');
    expect(settle(await see(terminal, /waiting .* · \d[\s\S]*› booting/))).toMatchInlineSnapshot(`
      "✔ Prepare
        ✔ echo tools  TIME
        ✔ Write the…  TIME
      * Start the s…  waiting for … · TIME
        › booting
        Try it
        Never reached         late"
    `);
    go(terminal, 'up');
    expect(settle(await see(terminal, /attempt 3 · .* · \d/))).toMatchInlineSnapshot(`
      "✔ Prepare
        ✔ echo tools  TIME
        ✔ Write the…  TIME
      ✔ Start the s…  TIME
      ❯ Try it
        * echo x >>…  attempt 3 · … · TIME
          Talk                for i in {1..…
        Never reached         late"
    `);
    go(terminal, 'tried');
    await terminal.waitFor('line 9');
    go(terminal, 'talked');
    expect((await terminal.end()).code).toBe(1);
    expect(settle(terminal.transcript())).toMatchInlineSnapshot(`
      "✔ Prepare
        ✔ echo tools  TIME
        ✔ Write the…  TIME
      ✔ Start the s…  TIME
      ✖ Try it
        ✔ echo x >>…  TIME (3 attempts)
        ✖ Talk     …  TIME
      ↓ Never reach…  not reached

      ✗ doc.md:25  test · talk   (TIME)
         30    1 │   line 1 of what the step prints
         31    2 │   ...   (8 lines)
         32      │ - last
        hint if the new output is right: runbook update doc.md
        log  PATH

      next runbook resume ID
      4 passed, 1 failed, 1 not reached in TIME"
    `);
  });

  it('goes on in a terminal that becomes narrower, then wider', async () => {
    const terminal = await openJob(DOCUMENT, { columns: 100 });
    await see(terminal, /Write the settings .*done {2}\d.*s$/);
    terminal.resize(60, 20);
    await see(terminal, /Write the settings .*… {2}\d.*s$/);
    go(terminal, 'settings');
    await see(terminal, /Start the server.*waiting for/);
    terminal.resize(90, 30);
    await see(terminal, /Start the server.*waiting for log line \/serving\/: no line among/);
    for (const name of ['up', 'tried', 'talked']) go(terminal, name);
    const { code, cursor } = await terminal.end();
    expect({ code, cursor }).toEqual({ code: 1, cursor: 'shown' });
    expect(settle(terminal.transcript())).toMatchInlineSnapshot(`
      "✔ Prepare
        ✔ echo tools  TIME
        ✔ Write the…  TIME
      ✔ Start the s…  TIME
      ✖ Try it
        ✔ echo x >>…  TIME (3 attempts)
        ✖ Talk     …  TIME
      ↓ Never reached         late  not reached

      ✗ doc.md:25  test · talk   (TIME)
         30    1 │   line 1 of what the step prints
         31    2 │   ...   (8 lines)
         32      │ - last
        hint if the new output is right: runbook update doc.md
        log  PATH

      next runbook resume ID
      4 passed, 1 failed, 1 not reached in TIME"
    `);
  });

  it('of a step that prints 100,000 lines has at most 30 frames a second', async () => {
    const document =
      '# T\n\n## A\n\n```bash run\nfor i in {1..100000}; do echo "line $i"; done; sleep 1\n```\n\n## Not yet\n\n```bash run\ntrue\n```\n';
    const { stdout, events, exitCode } = await runInline(document, {
      terminal: true,
      env: { TERM: 'xterm' },
      timeoutMs: 60_000,
    });
    expect(exitCode).toBe(0);
    const seconds = (eventsOf(events, 'run-end')[0]?.summary.durationMs ?? 0) / 1000;
    // What has not run yet stands in each frame once; the last ones are drawn after the end.
    const frames = stdout.split('Not yet').length - 1;
    expect(frames).toBeGreaterThan(1);
    expect(frames).toBeLessThanOrEqual(30 * seconds + 3);
  });
});
