import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLI } from '../helpers/paths.ts';

const DOCUMENT = '```bash run\nx=1; (echo hi | cat)\n```\n\n```bash run\n[ "$x" = 1 ]\n```\n';

/** Runs two steps under this limit of open files. */
function runLimited(limit: number) {
  const dir = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'limit-'));
  writeFileSync(join(dir, 'doc.md'), DOCUMENT);
  return spawnSync(
    'bash',
    ['-c', `ulimit -n ${limit}; exec "$0" "$@"`, process.execPath, CLI, 'run', 'doc.md'],
    { cwd: dir, encoding: 'utf8', env: { ...process.env, XDG_STATE_HOME: dir, HOME: dir } },
  );
}

describe('a limit of open files', () => {
  it('of 64 is enough for a run', () => {
    const { status, stdout, stderr } = runLimited(64);
    expect(stderr).toBe('');
    expect(stdout).toContain('2 passed');
    expect(status).toBe(0);
  });

  // With still fewer, Node cannot load a single module and says so itself.
  it.each([28, 32])('of %i is exit 5, and says what to do', (limit) => {
    const { status, stderr } = runLimited(limit);
    expect(stderr).toContain('too many open files');
    expect(stderr).toContain('hint allow more open files, as with `ulimit -n 256`');
    expect(status).toBe(5);
  });
});
