import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { CLI, ROOT } from '../helpers/paths.ts';

describe('docs/deployment/README.md', () => {
  it('is what `runbook export` makes of the guide, the stamps aside', () => {
    const args = [CLI, 'export', 'deployment.md', '--to', 'markdown'];
    const { stdout, status } = spawnSync(
      process.execPath,
      [...args, '--check', 'docs/deployment/README.md'],
      { cwd: ROOT, encoding: 'utf8' },
    );
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });
});
