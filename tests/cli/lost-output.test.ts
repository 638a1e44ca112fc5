import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runInline } from '../helpers/run-inline.ts';

const DOCUMENT = `# Doc\n\n\`\`\`bash run id=one\necho one\n# ${'x'.repeat(4_000)}\n\`\`\`\n`;

/** A shell that sends what the program prints somewhere. */
const into = (redirection: string): readonly string[] => ['bash', '-c', `${redirection}`, 'sh'];

describe('what a command has printed to a disk that is full', () => {
  it.each([
    ['export', ['--to', 'bash']],
    ['export', ['--to', 'markdown']],
    ['plan', []],
    ['list', ['--json']],
    ['check', ['--format', 'json']],
    ['update', ['--stdout']],
  ])('`%s` %j says so, and is exit 5', async (command, args) => {
    const { exitCode, stderr } = await runInline(DOCUMENT, {
      command,
      args,
      through: into('"$@" >/dev/full'),
    });
    expect(exitCode).toBe(5);
    expect(stderr).toContain(
      'error what was to be printed is not whole: ENOSPC: no space left on device, write\n',
    );
  });

  it('is noticed as well when its beginning went onto it', async () => {
    const { exitCode, stderr, dir } = await runInline(DOCUMENT, {
      command: 'export',
      args: ['--to', 'bash'],
      through: into('ulimit -f 2; "$@" >script.sh'),
    });
    expect(exitCode).toBe(5);
    expect(stderr).toContain('error what was to be printed is not whole: EFBIG: file too large');
    expect(readFileSync(join(dir, 'script.sh'), 'utf8')).toHaveLength(2_048);
  });

  it('a reader that has seen enough is no error', async () => {
    const { exitCode, stdout, stderr } = await runInline(DOCUMENT, {
      command: 'export',
      args: ['--to', 'bash'],
      through: into('set -o pipefail; "$@" | head -n 1'),
    });
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: '#!/usr/bin/env bash\n',
      stderr: '',
    });
  });
});
