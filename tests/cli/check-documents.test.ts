import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type InlineOptions, runInline } from '../helpers/run-inline.ts';

const check = (text: string, options: InlineOptions = {}) =>
  runInline(text, { command: 'check', ...options });

describe('the documents', () => {
  const files = {
    'docs/a.md': '# A\n',
    'docs/deep/b.md': '# B\n',
    'docs/c.txt': 'c\n',
    'x[1].md': '# X\n',
  };
  const filesIn = async (...args: string[]): Promise<string[]> => {
    const { stdout } = await check('# Doc\n', {
      name: null,
      args: ['--format', 'json', ...args],
      files,
    });
    return JSON.parse(stdout).documents.map(({ file }: { file: string }) => file);
  };

  it.each([
    [['docs/**/*.md'], ['docs/a.md', 'docs/deep/b.md']],
    [['docs/**'], ['docs/a.md', 'docs/deep/b.md']],
    [['docs/*.txt'], ['docs/c.txt']],
    [['docs/**/*.md', '!docs/deep/**'], ['docs/a.md']],
    [
      ['docs', 'docs/a.md'],
      ['docs/a.md', 'docs/deep/b.md'],
    ],
    [['x[1].md'], ['x[1].md']],
    [['a'], ['docs/a.md']],
    [[], ['x[1].md', 'docs/a.md', 'docs/deep/b.md']],
    [['!docs/**'], ['x[1].md']],
  ])('%j are %j', async (args, expected) => {
    expect(await filesIn(...args)).toEqual(expected);
  });

  it.each([
    ['nope/*.md', 'nope/*.md: no Markdown file matches'],
    ['nope', 'nope: there is no such document'],
    ['docs/a.md/b', 'docs/a.md/b: there is no such document'],
  ])('%s is wrong usage', async (word, message) => {
    const { exitCode, stderr } = await check('', { name: null, args: [word], files });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it('that is not UTF-8 text is an error at its place, and hides no other', async () => {
    const { dir } = await check('# A\n');
    writeFileSync(join(dir, 'bytes.md'), Buffer.from([0x61, 0x0a, 0x62, 0xff, 0x63]));
    const { exitCode, stdout } = await check('', { name: null, args: [dir] });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('bytes.md:2:2 error the document is not UTF-8 text [not-text]');
    expect(stdout).toContain('2 documents checked: 1 error');
  });

  it('that are several are counted together', async () => {
    const { stdout } = await check('```bash run\n:\n```\n', {
      args: ['b.md'],
      files: { 'b.md': '```sh\n:\n```\n' },
    });
    expect(stdout).toMatchInlineSnapshot(`
      "doc.md: 1 of 1 fence run (100%)
      b.md: 0 of 1 fence run (0%), 1 parsed
      all together: 1 of 2 fences run (50%), 1 parsed
      2 documents checked: nothing found
      "
    `);
  });
});

it('leaves no files behind, in a folder for temporary files with a relative name either', async () => {
  const text = '```bash run\nfi\n```\n\n```bash run\necho 1\n```\n';
  const { exitCode, dir } = await check(text, { files: { 'tmp/x': '' }, env: { TMPDIR: 'tmp' } });
  expect(exitCode).toBe(1);
  expect(readdirSync(join(dir, 'tmp'))).toEqual(['x']);
});

it('an unknown format is wrong usage', async () => {
  const { exitCode, stderr } = await check('# A\n', { args: ['--format', 'xml'] });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--format xml: is none of `pretty`, `json`, `github`');
});

it('nothing of a document is executed, and no bash that it names', async () => {
  const evil = '#!/bin/sh\ntouch "$(dirname "$0")/../ran"\n';
  const touch = 'touch ran; x=$(touch ran)';
  const { dir } = await check('# A\n', { files: { 'bin/bash': evil, 'bin/shellcheck': evil } });
  for (const name of ['bash', 'shellcheck']) chmodSync(join(dir, 'bin', name), 0o755);
  writeFileSync(
    join(dir, 'doc.md'),
    `---\nrunbook: {shell: ${dir}/bin/bash, env: {PATH: "${dir}/bin"}}\n---\n` +
      `\`\`\`bash run if='${touch}'\n${touch}\n\`\`\`\n\n\`\`\`bash\n${touch}\n\`\`\`\n\n\`\`\`bash run\n}; ${touch}; {\n\`\`\`\n`,
  );
  const { exitCode } = await check('', { name: null, args: [join(dir, 'doc.md')] });
  expect(exitCode).toBe(1);
  expect(existsSync(join(dir, 'ran'))).toBe(false);
});
