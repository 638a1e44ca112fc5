import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findSwitch } from '../../src/plan/switch-user.ts';
import { ROOT } from '../helpers/paths.ts';
import type { Answer } from './switch-user-program.ts';

const NOWHERE = { path: '/nowhere', cwd: '/' };
const isRoot = userInfo().uid === 0;

/** What becomes one who may not become anybody; nothing where we are such a one. */
const COMMONER = isRoot ? ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups'] : [];

/** A folder with a program in it that everybody may enter, unlike that of the other tests. */
function createPath(program: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-path-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, program), '#!/bin/sh\n');
  for (const path of [folder, join(folder, program)]) chmodSync(path, 0o755);
  return folder;
}

/** Asks a process of another user, which has the program from its standard input. */
function askAs(become: readonly string[], path: string): Answer {
  const [bundle] = buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['tests/plan/switch-user-program.ts'],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    // From its standard input it has no name.
    define: { 'import.meta.url': '"file:///program.js"' },
  }).outputFiles;
  const words = ['env', ...become, process.execPath, '-'];
  const { stdout, stderr } = spawnSync(words[0] ?? '', words.slice(1), {
    input: bundle?.text ?? '',
    cwd: '/',
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], SEARCHED: path },
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Answer;
}

/** The users, how their process is begun, their tool, and what is said where it is missing. */
const USERS: readonly (readonly [string, readonly string[], string, string])[] = [
  ['root', [], 'setpriv', '`user=soni` needs `setpriv` (of util-linux), which is not on this host'],
  ['somebody', COMMONER, 'sudo', '`user=soni` needs root or `sudo`, which is not on this host'],
];
// Nobody becomes root for a test.
const REACHABLE = USERS.filter(([name]) => isRoot || name !== 'root');

describe('what a step with user= takes', () => {
  it('is nothing without it, or where it names who runs this', () => {
    expect(findSwitch(undefined, NOWHERE)).toBeUndefined();
    expect(findSwitch(userInfo().username, NOWHERE)).toEqual({ tool: 'self', program: '' });
  });

  it.each(REACHABLE)('to a process of %s is its tool, on PATH first', (_, become, tool) => {
    const path = createPath(tool);
    expect(askAs(become, path)).toEqual({
      found: { tool, program: join(path, tool) },
      problems: [],
    });
  });

  it.each(REACHABLE)(
    'is said to a process of %s where there is no tool, at the attribute',
    (_, become, tool, message) => {
      const folders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];
      const program = folders.map((folder) => join(folder, tool)).find((path) => existsSync(path));
      const { found, problems } = askAs(become, '/nowhere');
      if (program === undefined) {
        expect(found).toBe(message);
        expect(problems).toMatchObject([{ rule: 'missing-interpreter', column: 18, message }]);
      } else {
        expect(found).toEqual({ tool, program });
        expect(problems).toEqual([]);
      }
    },
  );
});
