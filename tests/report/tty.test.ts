import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type InlineOptions, runInline, startInline } from '../helpers/run-inline.ts';

const TERMINAL: InlineOptions = { terminal: true, env: { TERM: 'xterm' } };

const DOCUMENT = `# Guide

## Prepare

\`\`\`bash install id=one
echo one
\`\`\`

\`\`\`yaml configure file=a.yaml id=two
x: 1
\`\`\`

## Start

\`\`\`bash run id=ticker background ready=log:/up/
echo up; while sleep 0.05; do echo tick; done
\`\`\`

## Look

\`\`\`bash test id=look
sleep 0.3
\`\`\`

\`\`\`bash test id=fail title="Will fail"
echo got
\`\`\`

\`\`\`output
expected
\`\`\`

## Later

\`\`\`bash test id=late
\`\`\`
`;

/** The screen as it is left behind: what stands after the last time it was cleared. */
function lastScreen(stdout: string): string {
  const text = stripVTControlCharacters(stdout.slice(stdout.lastIndexOf('\x1b[1A')));
  return text.replaceAll('\r', '').replace(/\d+(\.\d+)?m?s/g, 'TIME');
}

describe('on a terminal', () => {
  it('a run leaves its tree, then the failures in full, then the count', async () => {
    const { exitCode, stdout, survivors } = await runInline(DOCUMENT, TERMINAL);
    expect(
      lastScreen(stdout)
        .replace(/log {2}.*/, 'log  PATH')
        .replace(/resume \w+/, 'resume ID'),
    ).toMatchInlineSnapshot(`
      "✔ Prepare
        ✔ echo one  TIME
        ✔ a.yaml (created, 1 line)  TIME
      ✔ Start        echo up; while sleep 0.05; do echo tick; done  TIME
      ✖ Look
        ✔ sleep 0.3  TIME
        ✖ Will fail  echo got  TIME
      ↓ Later        late  not reached

      ✗ doc.md:25  test · fail   (TIME)
         30      │ - expected
               1 │ + got
        hint if the new output is right: runbook update doc.md
        log  PATH

      next runbook resume ID
      4 passed, 1 failed, 1 not reached in TIME
      "
    `);
    expect(exitCode).toBe(1);
    expect(await survivors()).toEqual([]);
  });

  it('the running step shows its last lines below it', async () => {
    const code = 'echo working on it; until test -e seen; do sleep 0.05; done';
    const run = startInline(`# Doc\n\`\`\`bash run\n${code}\n\`\`\`\n`, TERMINAL);
    await run.waitFor('› working on it');
    writeFileSync(join(run.dir, 'seen'), '');
    const { stdout } = await run.result;
    expect(lastScreen(stdout)).not.toContain('working on it\n');
  });

  it('CI and --quiet get plain lines', async () => {
    const results = await Promise.all([
      runInline(DOCUMENT, { ...TERMINAL, env: { TERM: 'xterm', CI: '1' } }),
      runInline(DOCUMENT, { ...TERMINAL, args: ['--quiet'] }),
    ]);
    for (const { stdout } of results) expect(stdout).not.toContain('\x1b[1A');
  });
});
