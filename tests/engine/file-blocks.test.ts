import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StepVerdict } from '../../src/engine/verdict.ts';
import { type Block, reasonOf, runBlocks } from './blocks.ts';

function changeOf(verdict: StepVerdict | undefined): object | undefined {
  return verdict?.status === 'passed' ? verdict.file : undefined;
}

describe('file blocks', () => {
  it('write the body to the letter, with the folders it needs', async () => {
    const result = await runBlocks([
      ['yaml configure id=a file=conf/app/a.yaml', `a: "$HOME \${x}"\n\nb:   1   `],
    ]);
    expect(changeOf(result.verdicts['a'])).toEqual({
      path: 'conf/app/a.yaml',
      action: 'created',
      lines: 3,
    });
    const path = join(result.dir, 'conf/app/a.yaml');
    expect(readFileSync(path, 'utf8')).toBe(`a: "$HOME \${x}"\n\nb:   1   \n`);
    expect(statSync(path).mode & 0o777).toBe(0o644);
  });

  it('leave a file alone that has the content already', async () => {
    const result = await runBlocks(
      [
        'stat -c %i:%y a.txt >before',
        ['text configure id=a file=a.txt', 'same'],
        'diff before <(stat -c %i:%y a.txt)',
      ],
      { files: { 'a.txt': 'same\n' } },
    );
    expect(result.exitCode, result.stdout).toBe(0);
    expect(changeOf(result.verdicts['a'])).toMatchObject({ action: 'unchanged' });
    expect(result.stdout).toContain('a.txt (unchanged)');
  });

  it('show what they replace, and keep the mode', async () => {
    const result = await runBlocks(
      ['chmod 0600 a.txt', ['text configure id=a file=a.txt', 'one\nthree']],
      { files: { 'a.txt': 'one\ntwo\n' } },
    );
    expect(changeOf(result.verdicts['a'])).toMatchObject({
      action: 'replaced',
      diff: expect.stringContaining('-two\n+three\n'),
    });
    expect(statSync(join(result.dir, 'a.txt')).mode & 0o777).toBe(0o600);
  });

  it('set the mode that is asked for, also on an unchanged file', async () => {
    const result = await runBlocks(
      [
        ['text configure file=new.sh mode=0755', 'x'],
        ['text configure file=old.txt mode=0600', 'x'],
      ],
      { files: { 'old.txt': 'x\n' } },
    );
    expect(statSync(join(result.dir, 'new.sh')).mode & 0o777).toBe(0o755);
    expect(statSync(join(result.dir, 'old.txt')).mode & 0o777).toBe(0o600);
  });

  it('append once, however often they run', async () => {
    const block: Block = ['text configure file=a.txt append', 'more'];
    const result = await runBlocks([block, block, 'cat a.txt'], { files: { 'a.txt': 'first' } });
    expect(result.logs['step-3']).toBe('first\nmore\n');
  });

  it('expand params and captures only when asked to', async () => {
    const result = await runBlocks(
      [
        ['bash run id=s', 'echo v1'],
        ['output', 'v<<n:int>>'],
        ['text configure file=a.txt expand', `\${word} \${n} $HOME $(id)`],
        ['bash run id=show', 'cat a.txt'],
      ],
      { frontMatter: '  params:\n    word: {type: string, default: "$& hi"}' },
    );
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(result.logs['show']).toBe('$& hi 1 $HOME $(id)\n');
  });

  it('are relative to the directory of the terminal', async () => {
    const result = await runBlocks([
      'mkdir d; cd d',
      ['text configure file=a.txt', 'x'],
      'cat ../d/a.txt',
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
  });

  it.each([
    ['a linked folder', 'ln -s .. out', 'out/x.txt'],
    ['a linked file', 'ln -s ../x.txt x.txt', 'x.txt'],
    ['a link to a link to be', 'ln -s ../new a; ln -s a b', 'b/x.txt'],
    ['a link to a link', 'ln -s .. a; ln -s a b', 'b/new/x.txt'],
    ['a cd in an earlier step', 'cd ..', 'x.txt'],
  ])('fail where %s leads out of the working directory', async (_, step, file) => {
    const result = await runBlocks([step, [`text configure id=a file=${file}`, 'x']], {
      args: ['--workdir', 'inner'],
    });
    expect(reasonOf(result, 'a')).toMatchObject({
      kind: 'file',
      message: expect.stringContaining('outside the working directory'),
    });
    expect(existsSync(join(result.dir, 'x.txt'))).toBe(false);
  });

  it('follow a link that stays inside, and keep it', async () => {
    const result = await runBlocks([
      'echo old >real.txt; ln -s real.txt link.txt; mkdir real; ln -s real linked',
      ['text configure file=link.txt', 'x'],
      ['text configure file=linked/y.txt', 'y'],
      'test -L link.txt; cat real.txt real/y.txt',
    ]);
    expect(result.logs['step-4']).toBe('x\ny\n');
  });

  it.each([
    ['a folder in the way', 'mkdir a.txt', 'a.txt', 'there is a folder with that name'],
    ['a file in the way', 'touch a', 'a/b.txt', 'a part of the path is a file, not a folder'],
  ])('name %s', async (_, step, file, hint) => {
    const result = await runBlocks([step, [`text configure id=a file=${file}`, 'x']]);
    expect(reasonOf(result, 'a')).toMatchObject({ kind: 'file', hint });
    expect(result.exitCode).toBe(1);
  });

  it('name links that go in a circle', async () => {
    const result = await runBlocks(['ln -s a b; ln -s b a', ['text configure id=a file=a', 'x']]);
    expect(reasonOf(result, 'a')).toMatchObject({
      kind: 'file',
      message: expect.stringContaining('ELOOP'),
    });
  });

  it('leave no temporary file behind', async () => {
    const result = await runBlocks([
      ['text configure file=a.txt', 'x'],
      'mkdir b.txt',
      ['text configure file=b.txt keep-going', 'x'],
      'ls -A',
    ]);
    expect(result.logs['step-4']).toBe('a.txt\nb.txt\ndoc.md\n');
  });

  it('may be written in a folder that the front matter allows, also through a link', async () => {
    const place = mkdtempSync(join(tmpdir(), 'allowed-'));
    const result = await runBlocks(
      [
        `ln -s ${place} link`,
        [`text configure id=a file=${place}/sub/a.txt`, 'a'],
        ['text configure id=b file=link/b.txt', 'b'],
        ['text configure id=c file=${OUT}/c.txt', 'c'],
      ],
      {
        frontMatter: `  allow-paths: [${place}/]\n  params: {OUT: {default: ${place}/../x, env: PLACE}}`,
      },
    );
    expect(result.statuses).toEqual(['step-1 passed', 'a passed', 'b passed', 'c failed']);
    expect(readFileSync(join(place, 'sub/a.txt'), 'utf8')).toBe('a\n');
    expect(existsSync(join(place, '../x/c.txt'))).toBe(false);
    rmSync(place, { recursive: true });
  });

  it('get the owner that is asked for, where the user who runs it may give it', async () => {
    const isRoot = process.getuid?.() === 0;
    const result = await runBlocks(
      [
        [`text configure id=own file=own.txt owner=${userInfo().username}`, 'a'],
        ['text configure id=given file=given.txt mode=0640 owner=1:2', 'a'],
        ['text configure id=again file=own.txt owner=daemon:daemon', 'a'],
      ],
      { args: ['--keep-going'] },
    );
    const wanted = isRoot ? 'passed' : 'failed';
    expect(result.statuses).toEqual(['own passed', `given ${wanted}`, `again ${wanted}`]);
    if (isRoot) {
      const given = statSync(join(result.dir, 'given.txt'));
      expect([given.uid, given.gid, given.mode & 0o777]).toEqual([1, 2, 0o640]);
      expect(statSync(join(result.dir, 'own.txt')).uid).toBe(1);
      expect(changeOf(result.verdicts['again'])).toMatchObject({ action: 'unchanged' });
    } else expect(result.stdout).toContain('only root can give a file to somebody else');
  });

  it.each([
    ['nobody-here', 'no such user: nobody-here'],
    ['0:nobody-here', 'no such group: nobody-here'],
  ])('are not written when there is no owner %s', async (owner, message) => {
    const result = await runBlocks([[`text configure id=a file=a.txt owner=${owner}`, 'a']]);
    expect(reasonOf(result, 'a')).toMatchObject({ kind: 'file', message });
    expect(existsSync(join(result.dir, 'a.txt'))).toBe(false);
  });
});
