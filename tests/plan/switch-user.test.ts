import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { searchInterpreters } from '../../src/plan/interpreters.ts';
import { findSwitch } from '../../src/plan/switch-user.ts';
import { loadText } from '../helpers/load-text.ts';

const NOWHERE = { path: '/nowhere', cwd: '/' };

function createPath(program: string): string {
  const folder = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'path-'));
  writeFileSync(join(folder, program), '#!/bin/sh\n');
  chmodSync(join(folder, program), 0o755);
  return folder;
}

/** Makes this process look like one of that user. */
function becomeUser(uid: number): void {
  vi.spyOn(process, 'getuid').mockReturnValue(uid);
}

describe('what a step with user= takes', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('is nothing without it, or where it names who runs this', () => {
    expect(findSwitch(undefined, NOWHERE)).toBeUndefined();
    expect(findSwitch(userInfo().username, NOWHERE)).toEqual({ tool: 'self', program: '' });
  });

  it.each([
    [0, 'setpriv'],
    [1000, 'sudo'],
  ])('for the user %i is %s, on PATH first', (uid, tool) => {
    becomeUser(uid);
    const path = createPath(tool);
    expect(findSwitch('soni', { path, cwd: '/' })).toEqual({ tool, program: join(path, tool) });
  });

  it.each([
    [0, 'setpriv', '`user=soni` needs `setpriv` (of util-linux), which is not on this host'],
    [1000, 'sudo', '`user=soni` needs root or `sudo`, which is not on this host'],
  ])('is said for the user %i where there is no %s, at the attribute', (uid, tool, message) => {
    becomeUser(uid);
    const folders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];
    const program = folders.map((folder) => join(folder, tool)).find((path) => existsSync(path));
    const steps = loadText('```bash run id=a user=soni\ntrue\n```\n').steps;
    const found = findSwitch('soni', NOWHERE);
    const { problems } = searchInterpreters('doc.md', steps, NOWHERE);
    if (program === undefined) {
      expect(found).toBe(message);
      expect(problems).toMatchObject([{ rule: 'missing-interpreter', column: 18, message }]);
    } else {
      expect(found).toEqual({ tool, program });
      expect(problems).toEqual([]);
    }
  });
});
