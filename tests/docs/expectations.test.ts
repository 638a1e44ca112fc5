import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/paths.ts';
import { eventsOf, runInline } from '../helpers/run-inline.ts';

describe('docs/expectations.md', () => {
  const workdir = mkdtempSync(join(tmpdir(), 'expectations-'));
  afterAll(() => rmSync(workdir, { recursive: true, force: true }));

  it('holds in every example', async () => {
    const text = readFileSync(join(ROOT, 'docs/expectations.md'), 'utf8');
    const result = await runInline(text, {
      name: 'expectations.md',
      args: ['--workdir', workdir],
      // The page calls the program by its name, as its reader does.
      env: { PATH: `${ROOT}:${process.env['PATH']}` },
      timeoutMs: 60_000,
    });
    expect(result.stdout).not.toContain('✗');
    expect(result.exitCode).toBe(0);
    expect(eventsOf(result.events, 'step-end').length).toBeGreaterThan(25);
    expect(await result.survivors()).toEqual([]);
  });
});
