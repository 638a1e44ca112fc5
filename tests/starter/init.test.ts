import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLI } from '../helpers/paths.ts';
import { createProject, runVitest } from '../vitest/project.ts';

function makeFolder(): string {
  return mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'init-'));
}

function runbook(cwd: string, ...args: string[]) {
  const env = {
    ...process.env,
    npm_command: undefined,
    XDG_STATE_HOME: join(cwd, '.state'),
  };
  return spawnSync(process.execPath, [CLI, ...args], { cwd, encoding: 'utf8', env });
}

describe('init', () => {
  it('makes a runbook in an empty folder that has no finding, and passes', () => {
    const folder = makeFolder();
    const { stdout, status } = runbook(folder, 'init');
    expect(status).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "  + runbooks/first.md
        + tests/runbooks.test.js
        + package.json
        + .gitignore

      runbook run runbooks/first.md   # carry it out
      runbook step runbooks/first.md  # by hand, one step at a time
      runbook help format             # how such a document is written
      npm install && npm test         # the same as a test of vitest
      "
    `);
    const checked = runbook(folder, 'check', '--strict', 'runbooks/*.md');
    expect(checked.status, checked.stdout).toBe(0);
    const run = runbook(folder, 'run', 'first');
    expect(run.status, run.stdout + run.stderr).toBe(0);
    expect(run.stdout).toContain('5 passed');
  });

  it('leaves nothing in the folder that git would take for a source', () => {
    const folder = makeFolder();
    runbook(folder, 'init');
    spawnSync('git', ['init', '--quiet'], { cwd: folder });
    expect(runbook(folder, 'run', 'first').status).toBe(0);
    const git = ['status', '--porcelain', '--untracked-files=all'];
    const { stdout } = spawnSync('git', git, { cwd: folder, encoding: 'utf8' });
    const made = stdout.split('\n').filter((line) => !line.startsWith('?? .state/'));
    expect(made).toEqual([
      '?? .gitignore',
      '?? package.json',
      '?? runbooks/first.md',
      '?? tests/runbooks.test.js',
      '',
    ]);
  });

  it('keeps a .gitignore, and names the program as npx has started it', () => {
    const folder = makeFolder();
    writeFileSync(join(folder, '.gitignore'), 'mine\n');
    const env = { ...process.env, npm_command: 'exec' };
    const args = [CLI, 'init'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env });
    expect(stdout).toContain('npx runbook run runbooks/first.md   # carry it out\n');
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('mine\n');
  });

  it('makes a test of it that passes, one for each step', async () => {
    const folder = makeFolder();
    runbook(folder, 'init');
    const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
    const paths = ['runbooks/first.md', 'tests/runbooks.test.js'];
    const project = createProject(Object.fromEntries(paths.map((path) => [path, read(path)])));
    const { tests, exitCode, printed } = await runVitest(project);
    expect(exitCode, printed).toBe(0);
    expect(tests.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'passed'));
    expect(JSON.parse(read('package.json')).scripts).toEqual({ test: 'vitest run' });
  });

  it('adds to a project, whose package.json stays as it is, in the folder that is named', () => {
    const folder = makeFolder();
    mkdirSync(join(folder, 'project'));
    writeFileSync(join(folder, 'project/package.json'), '{"name": "mine"}');
    const { stdout, status } = runbook(folder, 'init', 'project');
    expect(status).toBe(0);
    expect(stdout).toContain('npm install --save-dev runbook vitest');
    expect(readFileSync(join(folder, 'project/package.json'), 'utf8')).toBe('{"name": "mine"}');
  });

  it('changes nothing that is there, and then writes nothing at all', () => {
    const folder = makeFolder();
    mkdirSync(join(folder, 'runbooks'));
    writeFileSync(join(folder, 'runbooks/first.md'), '# Mine\n');
    const { stderr, status } = runbook(folder, 'init');
    expect(status).toBe(2);
    expect(stderr).toMatchInlineSnapshot(`
      "error nothing was written: runbooks/first.md is there already
        hint move it away, or begin in another folder: \`runbook init DIR\`
      "
    `);
    expect(readdirSync(folder).sort()).toEqual(['runbooks']);
  });
});
