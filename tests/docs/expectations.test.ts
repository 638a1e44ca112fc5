import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CLI, ROOT } from '../helpers/paths.ts';
import { eventsOf, runInline } from '../helpers/run-inline.ts';

describe('docs/expectations.md', () => {
  const workdir = mkdtempSync(join(tmpdir(), 'expectations-'));
  afterAll(() => rmSync(workdir, { recursive: true, force: true }));

  it('holds in every example', async () => {
    // Not `runbook` of the checkout: in a fresh one it says first what it installs.
    const bin = join(workdir, 'bin');
    mkdirSync(bin);
    const program = `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`;
    writeFileSync(join(bin, 'runbook'), program, { mode: 0o755 });
    const text = readFileSync(join(ROOT, 'docs/expectations.md'), 'utf8');
    const result = await runInline(text, {
      name: 'expectations.md',
      args: ['--workdir', join(workdir, 'work')],
      // The page calls the program by its name, as its reader does.
      env: { PATH: `${bin}:${process.env['PATH']}` },
      timeoutMs: 60_000,
    });
    expect(result.stdout).not.toContain('✗');
    expect(result.exitCode).toBe(0);
    expect(eventsOf(result.events, 'step-end').length).toBeGreaterThan(25);
    expect(await result.survivors()).toEqual([]);
  });
});
