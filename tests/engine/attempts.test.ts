import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../helpers/run-inline.ts';
import { reasonOf, runBlocks } from './blocks.ts';

/** Passes when it has been run three times. */
const THIRD = 'echo x >>tries; n=$(wc -l <tries); echo "try $n"; (( n >= 3 ))';

describe('attempts', () => {
  it('within= repeats until the step passes', async () => {
    const result = await runBlocks([['bash health within=20s every=50ms', THIRD]]);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(eventsOf(result.events, 'step-end')).toMatchObject([{ attempts: 3 }]);
    expect(eventsOf(result.events, 'attempt-start').map(({ attempt }) => attempt)).toEqual([
      1, 2, 3,
    ]);
    expect(eventsOf(result.events, 'attempt-failed')).toHaveLength(2);
    expect(result.logs['step-1']).toBe('try 3\n');
  });

  it('within= repeats until the expectations hold', async () => {
    const result = await runBlocks([
      ['bash test within=20s every=50ms', 'echo x >>tries; wc -l <tries'],
      ['output', '4'],
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
  });

  it('within= ends an attempt that takes longer than what is left', async () => {
    const result = await runBlocks([['bash test within=500ms every=50ms', 'sleep 987']]);
    expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'timeout' });
    expect(await result.survivors()).toEqual([]);
  });

  it('within= gives the reason of the last attempt', async () => {
    const result = await runBlocks([['bash test within=3s every=1s', 'echo why; exit 6']]);
    expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'exit', exit: { code: 6 } });
    expect(result.stdout).toContain('    why\n');
  });

  it('within= may run out while a shell is being started', async () => {
    const ids = Array.from({ length: 12 }, (_, i) => `s${i}`);
    const result = await runBlocks(
      ids.map((id, i) => [`bash test id=${id} within=${60 + i}ms every=1ms keep-going`, 'exit 6']),
    );
    expect(result.statuses, result.stderr).toEqual(ids.map((id) => `${id} failed`));
    expect(result.exitCode).toBe(1);
    expect(await result.survivors()).toEqual([]);
  });

  it('a health step is repeated without being told', async () => {
    const result = await runBlocks([['bash health', THIRD.replace('3', '2')]]);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(eventsOf(result.events, 'step-end')).toMatchObject([{ attempts: 2 }]);
  });

  it.each([
    [2, 0, 3],
    [1, 1, 2],
  ])('retry=%i ends with %i after %i attempts', async (retry, exitCode, attempts) => {
    const result = await runBlocks([[`bash run retry=${retry} backoff=10ms`, THIRD]]);
    expect(result.exitCode, result.stdout).toBe(exitCode);
    expect(eventsOf(result.events, 'step-end')).toMatchObject([{ attempts }]);
    expect(eventsOf(result.events, 'attempt-start')[0]).toMatchObject({ of: retry + 1 });
  });

  it('every attempt starts from the state before the step', async () => {
    const result = await runBlocks([
      'n=0; a=(x)',
      [
        'bash run retry=2 backoff=10ms',
        `n=$((n + 1)); a+=(y); cd /; echo x >>"$OLDPWD/tries"
echo "$n \${#a[@]}"; test "$(wc -l <"$OLDPWD/tries")" = 3`,
      ],
      `echo "$n \${#a[@]} $PWD"`,
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(result.logs).toMatchObject({ 'step-2': '1 2\n', 'step-3': '1 2 /\n' });
  });

  it('captures are those of the attempt that passes', async () => {
    const result = await runBlocks([
      ['bash test within=20s every=20ms', THIRD],
      ['output', 'try <<n:int>>'],
      'echo "n=$n"; bash -c "echo exported \\$n"',
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(Object.values(result.logs)[1]).toBe('n=3\nexported 3\n');
  });

  it.each(['retry=2 backoff=10ms', 'within=20s every=10ms'])(
    'with %s every attempt sees the captures and assignments of the steps before',
    async (attribute) => {
      const result = await runBlocks([
        ['bash run', 'echo port 80; echo host h'],
        ['output', 'port <<p:int>>\nhost <<h:word>>'],
        [`bash run ${attribute}`, `echo $p $h; ${THIRD}`],
        'h=mine',
        [
          `bash run ${attribute}`,
          `echo $p $h; rm tries; touch 2nd; ${THIRD}`.replace('rm tries', '[ -e 2nd ] || rm tries'),
        ],
      ]);
      expect(result.exitCode, result.stdout).toBe(0);
      expect(result.logs).toMatchObject({
        'step-2': '80 h\ntry 3\n',
        'step-4': '80 mine\ntry 3\n',
      });
    },
  );

  it('a capture survives the failure of the next step', async () => {
    const result = await runBlocks([
      ['bash run id=a', 'echo port 80'],
      ['output', 'port <<p:int>>'],
      ['bash run id=b keep-going', 'kill -9 $$'],
      ['bash run id=c', 'echo $p'],
    ]);
    expect(result.logs['c']).toBe('80\n');
  });
});

describe('conditions', () => {
  it.each([
    ["if='true'", 'passed', undefined],
    ["if='false'", 'skipped', { kind: 'if', command: 'false' }],
    ["unless='true'", 'skipped', { kind: 'unless', command: 'true' }],
    ["unless='false'", 'passed', undefined],
    ["if='test -f doc.md'", 'passed', undefined],
    ["if='f && [[ $x = 1 ]]'", 'passed', undefined],
    ["if='false; true'", 'passed', undefined],
    ['os=linux', 'passed', undefined],
    ['os=macos', 'skipped', { kind: 'os', wanted: ['macos'], actual: 'linux' }],
    ['os=macos,linux', 'passed', undefined],
  ])('with `%s` the step has %s', async (attribute, status, reason) => {
    const result = await runBlocks(['x=1; f() { true; }', [`bash run id=s ${attribute}`, 'true']]);
    expect(result.verdicts['s']?.status).toBe(status);
    if (reason !== undefined) expect(result.verdicts['s']).toMatchObject({ reason });
  });

  it.each([
    ["if='exit 2'", 2],
    ["unless='ls /no-such'", 2],
    ["if='no-such-command'", 127],
    ["if='[ 1'", 2],
  ])('`%s` is a failure: neither yes nor no', async (attribute, code) => {
    const result = await runBlocks([[`bash run id=s ${attribute}`, 'touch ran']]);
    expect(reasonOf(result, 's')).toMatchObject({ kind: 'condition', exit: { code } });
    expect(existsSync(join(result.dir, 'ran'))).toBe(false);
    expect(result.exitCode).toBe(1);
  });

  it('a condition that works instead of asking is stopped', async () => {
    const result = await runBlocks([["bash run id=s if='yes'", 'true']]);
    expect(reasonOf(result, 's')).toMatchObject({
      kind: 'cannot-start',
      message: 'its `if` condition printed more than 1 MiB',
    });
    expect(await result.survivors()).toEqual([]);
  });

  it('a condition changes nothing in the state', async () => {
    const result = await runBlocks([
      'x=1',
      ["bash run if='x=2; cd /; set -- a; trap : EXIT; exit 0'", 'echo "$x $# $PWD"'],
    ]);
    expect(result.logs['step-2']).toBe(`1 0 ${result.dir}\n`);
  });

  it('a skipped background step may be named by stops=', async () => {
    const result = await runBlocks([
      ["bash run id=b if='false' background ready=file:up", 'touch up; sleep 987'],
      ['bash run stops=b', 'echo on'],
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
  });
});

describe('other languages', () => {
  it.each([
    [
      'python',
      'import os, sys\nprint(os.getcwd() == os.environ["PWD"], os.environ["X"], sys.stdin.read() == "")',
      'True 1 True\n',
    ],
    ['js', 'console.log(process.cwd() === process.env.PWD, process.env.X)', 'true 1\n'],
    ['js', 'const { stdout } = await $`echo zx`; console.log(stdout.trim())', 'zx\n'],
  ])(
    'a %s block runs in the directory and environment of the terminal',
    async (lang, code, out) => {
      const result = await runBlocks(['mkdir d; cd d; export X=1', [`${lang} run id=s`, code]]);
      expect(result.exitCode, result.stdout).toBe(0);
      expect(result.logs['s']).toBe(out);
    },
  );

  it('interpreter= runs a block in any language as a file', async () => {
    const result = await runBlocks([
      'export X=1',
      [
        `sql run id=s interpreter="bash -u {file} 'a  b' --again={file}"`,
        `echo "$X $1 \${0##*/} \${2##*/} $PWD"; exit 3`,
      ],
    ]);
    expect(reasonOf(result, 's')).toMatchObject({ kind: 'exit', exit: { code: 3 } });
    expect(result.logs['s']).toBe(`1 a  b 2-s.sql 2-s.sql ${result.dir}\n`);
  });

  it.each([
    ['python', 'import sys\nprint("x")\nsys.exit(3)', 3],
    ['python', 'raise ValueError("no")', 1],
    ['js', 'process.exit(3)', 3],
    ['js', 'throw new Error("no")', 1],
    ['js', 'await $`exit 4`', 1],
  ])('a %s block fails by its status: %s', async (lang, code, exit) => {
    const result = await runBlocks([[`${lang} run id=s`, code]]);
    expect(reasonOf(result, 's')).toMatchObject({ kind: 'exit', exit: { code: exit } });
  });
});
