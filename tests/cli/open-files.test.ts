import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Block, documentOf } from '../engine/blocks.ts';
import { CLI } from '../helpers/paths.ts';
import { settleSurvivors, TAG_VARIABLE } from '../helpers/survivors.ts';

const HINT = '  hint allow more open files, as with `ulimit -n 256`\n';
const SHORT: readonly Block[] = ['x=1; (echo hi | cat)', '[ "$x" = 1 ]'];

/** Runs a document under this limit of open files. */
function runLimited(limit: number, blocks = SHORT, program: readonly string[] = [CLI]) {
  const dir = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'limit-'));
  const tag = randomUUID();
  writeFileSync(join(dir, 'doc.md'), documentOf(blocks));
  const words = [process.execPath, ...program, 'run', 'doc.md'];
  const ended = spawnSync('bash', ['-c', `ulimit -c 0 -n ${limit}; exec "$0" "$@"`, ...words], {
    cwd: dir,
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, XDG_STATE_HOME: dir, HOME: dir, [TAG_VARIABLE]: tag },
  });
  return { ...ended, dir, tag };
}

/** Whether Node itself starts under the limit, and reads the file of a program. */
function canNodeStart(limit: number): boolean {
  const dir = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'empty-'));
  writeFileSync(join(dir, 'empty.mjs'), 'import "node:fs"; import "node:module";');
  return runLimited(limit, SHORT, [join(dir, 'empty.mjs')]).status === 0;
}

describe('a limit of open files', () => {
  it('of 64 is enough for a run', () => {
    const { status, stdout, stderr } = runLimited(64);
    expect(stderr).toBe('');
    expect(stdout).toContain('2 passed');
    expect(status).toBe(0);
  });

  it.each([20, 21, 22, 24, 28, 32, 40, 48, 56, 63])(
    'of %i is exit 5 before anything has run, and says what to do',
    (limit) => {
      const { status, stdout, stderr } = runLimited(limit);
      expect(stderr).toBe(
        `error only ${limit} files may be open at once, and 64 are needed\n${HINT}`,
      );
      expect(stdout).toBe('');
      expect(status).toBe(5);
    },
  );

  it.each([5, 8, 12, 16, 18, 19])('of %i never passes, and ends', (limit) => {
    const { status, stdout, stderr } = runLimited(limit);
    expect(stdout).toBe('');
    expect(status).not.toBe(0);
    // Where Node comes as far as the program, the program has the word.
    if (canNodeStart(limit)) expect(stderr).toContain(HINT);
  });

  // Each background step takes five: the table runs out of files at every moment of starting one.
  it.each([64, 65, 66, 67, 68, 69])(
    'of %i that many background steps use up is exit 5, after cleanup, and nothing is left',
    { timeout: 120_000 },
    async (limit) => {
      const many = Array.from({ length: 12 }, (_, i): Block[] => [
        [`bash run id=b${i} background ready=log:/up/`, 'echo up; sleep 987.5'],
        'x=1; false || true',
      ]);
      const { status, stdout, stderr, dir, tag } = runLimited(limit, [
        ...many.flat(),
        ['bash cleanup', 'touch cleaned; ls'],
      ]);
      expect(stderr).toMatch(
        /^error the engine failed: .*EMFILE.*\n {2}hint allow more open files/,
      );
      expect(status, stdout).toBe(5);
      expect(existsSync(join(dir, 'cleaned'))).toBe(true);
      expect(await settleSurvivors(tag)).toEqual([]);
    },
  );
});
