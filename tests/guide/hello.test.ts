import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runGuide } from './run-guide.ts';

describe('runbooks/hello.md', () => {
  const workdir = mkdtempSync(join(tmpdir(), 'hello-'));
  afterAll(() => rmSync(workdir, { recursive: true, force: true }));

  it('passes with bash and coreutils alone', async () => {
    const result = await runGuide('hello.md', { workdir, env: { PATH: '/usr/bin:/bin' } });
    expect(result.stdout).not.toContain('✗');
    expect(result.exitCode).toBe(0);
    expect(await result.survivors()).toEqual([]);
  });
});
