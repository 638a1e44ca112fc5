import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runInline } from '../helpers/run-inline.ts';
import { fence, runInPlace } from './dialects.ts';

const DOCUMENT = fence('scrut', '$ echo a', 'a');

describe('import', () => {
  it.each([
    ['no dialect', [], '`import` has to know what it reads'],
    ['an unknown one', ['--from', 'byexample'], '--from byexample: there is no such dialect'],
    [
      'a file that is there',
      ['--from', 'scrut', '--out', 'doc.md'],
      '--out doc.md: is there already',
    ],
  ])('refuses %s', async (_, args, message) => {
    const { exitCode, stderr, stdout, dir } = await runInline(DOCUMENT, {
      command: 'import',
      args,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(readFileSync(join(dir, 'doc.md'), 'utf8')).toBe(DOCUMENT);
  });

  it.each(['scrut', 'cram', 'mdx', 'runme', 'tesh', 'ie'])(
    'says that nothing in a document is for %s',
    async (dialect) => {
      const args = ['--from', dialect];
      const { exitCode, stderr } = await runInline('# Doc\n', { command: 'import', args });
      expect({ exitCode, stderr }).toEqual({
        exitCode: 0,
        stderr: `doc.md:1 note nothing in it is for ${dialect}, so there is nothing to run\n`,
      });
    },
  );

  it('writes a file that runs, in a folder that was not there', async () => {
    const out = 'books/new/a.md';
    const imported = await runInline(DOCUMENT, {
      command: 'import',
      args: ['--from', 'scrut', '--out', out],
    });
    expect(imported).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    const run = await runInline('', { place: imported.place, name: out });
    expect(run.exitCode).toBe(0);
    const check = await runInline('', { place: imported.place, name: out, command: 'check' });
    expect(check.exitCode).toBe(0);
  });
});

it('says which line makes a runbook that has an error, and writes it all the same', async () => {
  const { exitCode, stdout, stderr } = await runInline('A:\n\n  $ echo aa\n  (a)\\1 (re)\n', {
    command: 'import',
    args: ['--from', 'cram'],
  });
  expect(exitCode).toBe(1);
  expect(stdout).toContain('(a)\\1 (re)');
  expect(stderr).toMatch(/^doc\.md:4:\d+ error/m);
});

describe('test --dialect', () => {
  it('refuses a dialect that there is none of', async () => {
    const { exitCode, stderr } = await runInline(DOCUMENT, {
      command: 'test',
      args: ['--dialect', 'scrutt'],
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--dialect scrutt: there is no such dialect');
  });

  it('finds the documents of the dialect below a folder', async () => {
    const test = '  $ echo a\n  a\n';
    const { exitCode, stdout, dir } = await runInline('', {
      command: 'test',
      name: null,
      files: { 'tests/a.t': test, 'tests/deep/b.t': test, 'tests/readme.md': '# No test\n' },
      args: ['--dialect', 'cram', 'tests'],
    });
    expect(exitCode).toBe(0);
    expect(stdout.match(/\S+\.(?:t|md)(?= +\d step)/g)).toEqual(['tests/a.t', 'tests/deep/b.t']);
    expect(existsSync(join(dir, 'tests/a.t.err'))).toBe(false);
  });

  it('reads CRLF, and shows the lines of a list as they are in the document', async () => {
    const document = [
      '# Lists',
      '',
      '1. First',
      '',
      '   ```scrut',
      '   $ true; echo a',
      '   > echo b',
      '   a',
      '   c',
      '   ```',
      '',
      '> ```scrut',
      '> $ echo (',
      '> ```',
      '',
    ].join('\r\n');
    const { exitCode, stdout } = await runInPlace('scrut', document.replace('echo (', 'echo q'));
    expect(exitCode).toBe(1);
    expect(stdout).toContain('✗ doc.md:5  test · lists');
    expect(stdout).toMatch(/^ +9 +│ - c$/m);
  });

  it('keeps the marker of a list that a fence follows on its line', async () => {
    const document =
      '- a\n- ```scrut\n  $ echo a\n  b\n  ```\n10. ```scrut\n    $ echo c\n    c\n    ```\n';
    const { exitCode, stdout } = await runInPlace('scrut', document);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('coverage: 4 of 4 fences run');
    expect(stdout).toMatch(/^ +4 +│ - b$/m);
  });

  it('runs nothing of a document of which an expectation cannot be read, and still tells notes', async () => {
    const document = [
      fence('scrut {bogus: 1}', '$ touch made', '(a (regex)'),
      fence('scrut', '$ echo a', 'a'),
    ].join('\n');
    const { exitCode, stdout, notes } = await runInPlace('scrut', document);
    expect(exitCode).toBe(2);
    expect(stdout).toContain('doc.md:3:');
    expect(notes).toEqual([expect.stringContaining('`bogus`')]);
  });

  it('fails for a command that bash cannot read, at its line', async () => {
    const { exitCode, stdout } = await runInPlace('scrut', fence('scrut', '$ echo (', 'a'));
    expect(exitCode).toBe(1);
    expect(stdout).toContain('✗ doc.md:1  test');
    expect(stdout).toMatch(/^ +2 +│ echo \($/m);
  });
});
