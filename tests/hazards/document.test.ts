import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentOf, runBlocks } from '../engine/blocks.ts';
import { CLI } from '../helpers/paths.ts';
import { runInline } from '../helpers/run-inline.ts';

describe('H20: a run never writes the document', () => {
  const text = `\ufeff${documentOf([
    'echo new',
    ['output', 'old'],
    ['bash test keep-going', 'echo 2'],
    ['json expect', '{"a": 1}'],
  ]).replaceAll('\n', '\r\n')}`;

  it.each([
    ['run', []],
    ['run', ['--keep-going', '--verbose']],
    ['run', ['--keep-going', '--cleanup', '--quiet']],
    ['plan', []],
    ['check', []],
    ['list', []],
  ])('%s %j leaves every byte', async (command, args) => {
    const { dir } = await runInline(text, { command, args });
    expect(readFileSync(join(dir, 'doc.md'), 'utf8')).toBe(text);
  });

  it('so the next run of it fails as the first one did', async () => {
    const again = `node "$CLI" run inner.md >out.txt || echo "$?"`;
    const result = await runBlocks([again, ['output', '1'], again, ['output', '1']], {
      files: { 'inner.md': text },
      env: { CLI },
    });
    expect(result.exitCode, result.stdout).toBe(0);
    expect(readFileSync(join(result.dir, 'inner.md'), 'utf8')).toBe(text);
  });

  it('so a document that nobody may write can be run', async () => {
    const result = await runBlocks(['chmod 0444 doc.md; touch stamp; echo done', ['output', 'no']]);
    const path = join(result.dir, 'doc.md');
    expect(result.exitCode).toBe(1);
    expect(statSync(path).mtimeMs).toBeLessThan(statSync(join(result.dir, 'stamp')).mtimeMs);
    chmodSync(path, 0o644);
  });
});

describe('H29: values are environment variables, never text put into code', () => {
  it.each([
    `x'; touch pwned; '`,
    '$(touch pwned)',
    '`touch pwned`',
    '"; touch pwned; "',
    'a b  c\td',
    '-n',
    '*',
    '${HOME}',
    'back\\slash \\n',
  ])('a param that is %j arrives as it is', async (value) => {
    const result = await runBlocks(
      [
        'printf "<%s>\\n" "$WORD"',
        ['output', '<${word}>'],
        ['bash run env.COPY="${word}"', 'printf "<%s>\\n" "$COPY"'],
        ['output', '<${word}>'],
        ['text configure file=out.txt expand', '<${word}>'],
        ['bash run', 'cat out.txt'],
        ['output', '<${word}>'],
        ['bash run capture=again', 'printf "%s\\n" "$WORD"'],
        'printf "<%s>\\n" "$again"; ! test -e pwned',
        ['output', '<${word}>'],
      ],
      { frontMatter: '  params:\n    word: {type: string}', args: ['--set', `word=${value}`] },
    );
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
  });
});
