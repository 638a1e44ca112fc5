import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../helpers/paths.ts';

it('the program from a clone starts through links to it, as from a folder of PATH', () => {
  const dir = mkdtempSync(join(tmpdir(), 'runbook tests-'));
  const bin = join(dir, 'my bin');
  mkdirSync(bin);
  symlinkSync(join(ROOT, 'runbook'), join(dir, '-first'));
  symlinkSync('../-first', join(bin, 'runbook'));
  const { status, stdout, stderr } = spawnSync(join(bin, 'runbook'), ['--version'], {
    cwd: dir,
    encoding: 'utf8',
  });
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^runbook \d+\.\d+\.\d+\n$/),
    stderr: '',
  });
});
