import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Block, reasonOf, runBlocks } from '../engine/blocks.ts';
import { eventsOf } from '../helpers/run-inline.ts';

const CLEAN: readonly Block[] = [
  ['bash cleanup id=first', 'echo first >>order'],
  ['bash cleanup id=second', 'echo second >>order; cat order'],
];

describe('H9: cleanup', () => {
  it.each([
    ['a pass', 'true', 0],
    ['a failure', 'false', 1],
    ['an exit', 'exit 9', 1],
    ['the end of the shell', 'kill -9 $$', 1],
  ])('runs in reverse order after %s', async (_, code, exitCode) => {
    const result = await runBlocks([...CLEAN, ['bash run id=step', code]]);
    expect(result.statuses.slice(-2)).toEqual(['second passed', 'first passed']);
    expect(result.exitCode).toBe(exitCode);
  });

  it('runs after a timeout, under a timeout of its own', async () => {
    const result = await runBlocks([
      ['bash run timeout=300ms', 'sleep 987'],
      ['bash cleanup id=a', 'echo a'],
      ['bash cleanup id=b timeout=300ms', 'sleep 987'],
    ]);
    expect(result.statuses).toEqual(['step-1 failed', 'b failed', 'a passed']);
    expect(reasonOf(result, 'b')).toEqual({ kind: 'timeout', timeoutMs: 300 });
    expect(await result.survivors()).toEqual([]);
  });

  it('sees the state of the steps', async () => {
    const result = await runBlocks(['x=1; f() { echo "f $x"; }', ['bash cleanup id=c', 'f']]);
    expect(result.logs['c']).toBe('f 1\n');
  });

  it('its failure turns 0 into 1 and does not keep the others from running', async () => {
    const result = await runBlocks([
      'true',
      ['bash cleanup id=a', 'echo a'],
      ['bash cleanup id=b', 'echo broken >&2; false'],
    ]);
    expect(result.statuses).toEqual(['step-1 passed', 'b failed', 'a passed']);
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('broken');
  });

  it('its failure is reported together with that of the step', async () => {
    const result = await runBlocks(['exit 7', ['bash cleanup id=c', 'exit 8']]);
    expect(reasonOf(result, 'step-1')).toMatchObject({ exit: { code: 7 } });
    expect(reasonOf(result, 'c')).toMatchObject({ exit: { code: 8 } });
  });

  it('runs once a step other than `require` has begun, and not before', async () => {
    const result = await runBlocks([
      ['bash require id=no', 'false'],
      ['bash run id=step', 'true'],
      ['bash cleanup id=c', 'touch cleaned'],
    ]);
    expect(result.statuses).toEqual(['no failed', 'step skipped']);
    expect(existsSync(join(result.dir, 'cleaned'))).toBe(false);
  });

  it.each([
    ['--keep', ['--keep'], '--keep leaves everything as it is'],
    ['--until', ['--until', 'a'], 'only a part of the document was selected'],
    ['--only', ['--only', 'b'], 'only a part of the document was selected'],
    ['--skip', ['--skip', 'a'], 'only a part of the document was selected'],
    ['--from', ['--from', 'b'], 'only a part of the document was selected'],
  ])(
    'is suspended by %s, which is said, unless --cleanup forces it',
    async (_, args, suspended) => {
      const blocks: Block[] = [
        ['bash run id=a', 'true'],
        ['bash run id=b', 'true'],
        ['bash cleanup id=c', 'touch cleaned'],
      ];
      const result = await runBlocks(blocks, { args });
      expect(eventsOf(result.events, 'cleanup')).toMatchObject([{ suspended }]);
      expect(result.stdout).toContain(suspended);
      expect(existsSync(join(result.dir, 'cleaned'))).toBe(false);
      const forced = await runBlocks(blocks, { args: [...args, '--cleanup'] });
      expect(forced.statuses.at(-1)).toBe('c passed');
    },
  );

  it('H41: runs in a directory that exists though the steps removed it', async () => {
    const result = await runBlocks(
      [
        'mkdir -p inner; cd inner; rm -rf ../../gone',
        ['bash cleanup id=c', 'pwd; ls >/dev/null; touch ran'],
      ],
      { args: ['--workdir', 'gone'] },
    );
    expect(result.statuses).toEqual(['step-1 passed', 'c passed']);
    expect(result.logs['c']).toBe(`${result.dir}/gone\n`);
    expect(existsSync(join(result.dir, 'gone/ran'))).toBe(true);
  });

  it('H41: runs in a directory that exists after a step failed in one that was removed', async () => {
    const result = await runBlocks(
      ['mkdir -p inner; cd inner; rm -rf ../../gone; false', ['bash cleanup id=c', 'pwd; ls']],
      { args: ['--workdir', 'gone'] },
    );
    expect(result.statuses).toEqual(['step-1 failed', 'c passed']);
    expect(result.logs['c']).toBe(`${result.dir}/gone\n`);
  });

  it('a step after the removal of the directory says what is wrong', async () => {
    const result = await runBlocks(['mkdir d; cd d; rmdir ../d', 'cat x'], {});
    expect(result.statuses).toEqual(['step-1 passed', 'step-2 failed']);
    expect(await result.survivors()).toEqual([]);
  });
});

describe('the run and its exit code', () => {
  it.each([
    [0, 'all passed', ['true'], []],
    [1, 'one failed', ['false'], []],
    [1, 'one failed and was passed over', [['bash run keep-going', 'false'], 'true'], []],
    [1, 'an expectation failed', ['echo a', ['output', 'b']], []],
    [2, 'an unknown id', ['true'], ['--only', 'nothing']],
    [2, 'an error in the document', [['bash run timeout=never', 'true']], []],
    [3, 'everything skipped', [["bash run if='false'", 'true']], []],
    [
      3,
      'cleanup alone',
      [
        ["bash run if='false'", 'true'],
        ['bash cleanup', 'true'],
      ],
      [],
    ],
  ] as readonly (readonly [number, string, readonly Block[], readonly string[]])[])(
    'H16, H17: exit %i for %s',
    async (exitCode, _, blocks, args) => {
      const result = await runBlocks(blocks, { args });
      expect(result.exitCode, result.stdout + result.stderr).toBe(exitCode);
    },
  );

  it('keep-going goes on after a failure, and the run has failed', async () => {
    const result = await runBlocks([['bash run keep-going', 'false'], 'true', 'false', 'true']);
    expect(result.statuses).toEqual([
      'step-1 failed',
      'step-2 passed',
      'step-3 failed',
      'step-4 skipped',
    ]);
    expect(result.exitCode).toBe(1);
  });

  it('--keep-going is keep-going on every step', async () => {
    const result = await runBlocks(['false', 'true', 'false'], { args: ['--keep-going'] });
    expect(result.statuses).toEqual(['step-1 failed', 'step-2 passed', 'step-3 failed']);
    expect(result.exitCode).toBe(1);
  });

  it('every missing prerequisite is reported, and nothing else runs', async () => {
    const result = await runBlocks([
      ['bash run id=work', 'touch ran'],
      ['bash require id=one', 'echo no one; false'],
      ['bash require id=two', 'true'],
      ['bash require id=three', 'echo no three; exit 3'],
    ]);
    expect(result.statuses).toEqual(['one failed', 'two passed', 'three failed', 'work skipped']);
    expect(result.stdout).toContain('no one');
    expect(result.stdout).toContain('no three');
    expect(existsSync(join(result.dir, 'ran'))).toBe(false);
    expect(result.exitCode).toBe(1);
  });

  it('H30: blocks run in document order though a heading repeats', async () => {
    const fence = (n: number): string => `\`\`\`bash run\necho ${n} | tee -a order\n\`\`\`\n`;
    const { runInline } = await import('../helpers/run-inline.ts');
    const document = `# T\n\n## A\n\n${fence(1)}\n${fence(2)}\n## B\n\n${fence(3)}\n## A\n\n${fence(4)}`;
    const result = await runInline(document);
    const ends = eventsOf(result.events, 'step-end');
    expect(ends.map(({ step, verdict }) => `${step} ${verdict.status}`)).toEqual([
      'a passed',
      'a-2 passed',
      'b passed',
      'a-1 passed',
    ]);
  });
});
