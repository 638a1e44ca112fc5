import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Block, reasonOf, runBlocks } from './blocks.ts';

describe('capture=', () => {
  it('makes the trimmed stdout a variable of every later step, stderr left out', async () => {
    const result = await runBlocks([
      ['bash run capture=x', `printf '\\n  a b\\n c  \\r\\n\\n'; echo no >&2`],
      'printf "<%s>" "$x"; bash -c \'printf "<%s>" "$x"\'',
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(result.verdicts['step-1']).toMatchObject({ captures: { x: 'a b\n c' } });
    expect(result.logs['step-2']).toBe('<a b\n c><a b\n c>');
  });

  it('may be nothing at all', async () => {
    const result = await runBlocks([['bash run capture=x', 'true'], 'set -u; echo "<$x>"']);
    expect(result.logs['step-2']).toBe('<>\n');
  });

  it('comes from the attempt that passes', async () => {
    const result = await runBlocks([
      [
        'bash run capture=n retry=5 backoff=10ms',
        'echo x >>tries; n=$(wc -l <tries); echo "$n"; (( n >= 3 ))',
      ],
      'echo "n=$n"',
    ]);
    expect(result.logs['step-2']).toBe('n=3\n');
  });

  it('stands together with expectations about stdout, which it does not replace', async () => {
    const holds = await runBlocks([
      ['bash run capture=j', `echo '{"v": "1.2.3"}'`],
      ['json expect', '{"v": "<<ver:semver>>"}'],
      'echo "$ver of $j"',
    ]);
    expect(holds.logs['step-2']).toBe('1.2.3 of {"v": "1.2.3"}\n');
    const fails = await runBlocks([
      ['bash run capture=j', 'echo 1'],
      ['stdout', '2'],
    ]);
    expect(reasonOf(fails, 'step-1')).toMatchObject({ kind: 'expectation' });
  });

  it.each([
    ['NUL bytes', `printf 'a\\0b'`, 'would hold a NUL byte'],
    ['bytes that are no UTF-8', `printf 'a\\377b'`, 'would hold bytes that are no UTF-8'],
    ['more than a variable can hold', `printf '%0110000d' 0`, 'would hold 110,000 bytes'],
    ['very much', 'head -c 30000000 /dev/zero', 'would hold 30,000,000 bytes'],
  ])('of %s is a failure that says so', async (_, code, problem) => {
    const result = await runBlocks([['bash run capture=x', code], 'echo never']);
    expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'capture', name: 'x' });
    expect(result.stdout).toContain(`the capture \`x\` ${problem}`);
    expect(result.exitCode).toBe(1);
  });

  it('of an expectation has the same limits', async () => {
    const result = await runBlocks([
      `printf 'v=%0110000d\\n' 0`,
      ['output', 'v=<<v:any>>'],
      ['bash run keep-going', 'echo "$v" | wc -c'],
    ]);
    expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'capture', name: 'v' });
  });

  it('as large as it may be, the programs of later steps can be started with it', async () => {
    const result = await runBlocks([
      ['bash run capture=x', `printf '%0102400d' 0`],
      'printenv x | wc -c',
    ]);
    expect(result.logs['step-2'], result.stdout).toBe('102401\n');
  });

  it('of a secret fails with advice, and the secret is nowhere', async () => {
    const result = await runBlocks([['bash run capture=x', 'echo "key: $TOKEN"']], {
      frontMatter: '  params:\n    token: {type: string, secret: true}',
      env: { TOKEN: 'hunter2-hunter2' },
    });
    expect(reasonOf(result, 'step-1')).toMatchObject({
      kind: 'capture',
      problem: 'would hold a secret',
    });
    expect(result.stdout + JSON.stringify(result.events)).not.toContain('hunter2');
  });
});

/** Two captures of either kind, then every place that can use them. */
const SOURCES: readonly (readonly [string, readonly Block[]])[] = [
  ['capture=', [['bash run capture=sub', 'mkdir one; echo one']]],
  ['a hole', ['mkdir one; echo "folder: one"', ['output', 'folder: <<sub:word>>']]],
];

describe('a capture', () => {
  it.each(SOURCES)('by %s can be used in every later step', async (_, first) => {
    const result = await runBlocks([
      ...first,
      ['bash run id=code', 'echo "$sub"'],
      [
        'bash run id=attribute env.WHERE="in ${sub}" cwd=${sub}',
        'echo "$WHERE $(basename "$PWD")"',
      ],
      ['output', 'in ${sub} <<sub>>'],
      ['bash run id=outside', 'echo ${sub}-x >"$sub/in.txt"'],
      ['bash run id=stdin stdin=${sub}/in.txt', 'cat'],
      ['stdout', '${sub}-x'],
      ['text configure id=file file=${sub}/out.txt expand', 'is ${sub}'],
      ['python run id=python', 'import os\nprint(os.environ["sub"])'],
      ['js run id=js', 'console.log(process.env.sub)'],
      ['json run id=j file=x.json expand', '{"a": "${sub}"}'],
      ['bash run id=json', 'cat x.json'],
      ['json expect', '{"a": "<<sub>>"}'],
      ['assert', 'stdout contains "${sub}"\njson $.a == "${sub}"'],
      [`bash run id=if if='test "$sub" = one'`, 'true'],
      [
        'bash run id=server background ready=file:${sub}/up',
        'echo "$sub"; touch one/up; sleep 987',
      ],
      ['output', '<<sub>>'],
      ['bash cleanup id=clean', 'echo "clean $sub"'],
    ]);
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(result.logs).toMatchObject({
      code: 'one\n',
      attribute: 'in one one\n',
      stdin: 'one-x\n',
      python: 'one\n',
      js: 'one\n',
      clean: 'clean one\n',
    });
    expect(readFileSync(join(result.dir, 'one/out.txt'), 'utf8')).toBe('is one\n');
    expect(await result.survivors()).toEqual([]);
  });
});
