import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type InlineOptions, runInline } from '../helpers/run-inline.ts';

const check = (text: string, options: InlineOptions = {}) =>
  runInline(text, { command: 'check', ...options });

/** What no host has to have, so that the same is found on each. */
const PLAIN = { PATH: '/usr/bin:/bin' };

const BROKEN = `# Guide

See [the end](#ennd).

\`\`\`bash tset id=a
echo "a: 100%, b"
\`\`\`

\`\`\`json
{"a": 1,}
\`\`\`

\`\`\`bash no-check
done
\`\`\`

## End
`;

describe('what is found', () => {
  it('is shown with its place, its line, and what to do', async () => {
    const { exitCode, stdout, stderr } = await check(BROKEN, { env: PLAIN });
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout).toMatchInlineSnapshot(`
      "doc.md:3:15 error \`#ennd\` is no heading or anchor of this document [broken-anchor]
          3 │ See [the end](#ennd).
            │               ^^^^^
        hint did you mean \`#end\`?
      doc.md:5:9 error unknown role \`tset\` [unknown-role]
          5 │ \`\`\`bash tset id=a
            │         ^^^^
        hint did you mean \`test\`?
      doc.md:10:9 warning this fence is no valid JSON: expected a key in double quotes, found \`}\` [data-syntax]
         10 │ {"a": 1,}
            │         ^
        hint mend it, or say \`no-check\` if it is not meant to be whole

      2 errors, 1 warning
      doc.md: 0 of 3 fences run (0%), 1 inert, 2 only shown
      1 document checked: 2 errors, 1 warning
      "
    `);
  });

  it('is JSON with `--format json`', async () => {
    const { exitCode, stdout } = await check(BROKEN, { env: PLAIN, args: ['--format', 'json'] });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchInlineSnapshot(`
      {
        "documents": [
          {
            "coverage": {
              "fences": 3,
              "inert": 1,
              "nothing": 2,
              "parsed": 0,
              "run": 0,
            },
            "file": "doc.md",
            "notes": [],
            "problems": [
              {
                "column": 15,
                "fix": "#end",
                "hint": "did you mean \`#end\`?",
                "length": 5,
                "line": 3,
                "message": "\`#ennd\` is no heading or anchor of this document",
                "rule": "broken-anchor",
                "severity": "error",
              },
              {
                "column": 9,
                "fix": "test",
                "hint": "did you mean \`test\`?",
                "length": 4,
                "line": 5,
                "message": "unknown role \`tset\`",
                "rule": "unknown-role",
                "severity": "error",
              },
              {
                "column": 9,
                "fix": null,
                "hint": "mend it, or say \`no-check\` if it is not meant to be whole",
                "length": 0,
                "line": 10,
                "message": "this fence is no valid JSON: expected a key in double quotes, found \`}\`",
                "rule": "data-syntax",
                "severity": "warning",
              },
            ],
          },
        ],
        "summary": {
          "coverage": {
            "fences": 3,
            "inert": 1,
            "nothing": 2,
            "parsed": 0,
            "run": 0,
          },
          "documents": 1,
          "errors": 2,
          "fixed": 0,
          "warnings": 1,
        },
        "version": 1,
      }
    `);
  });

  it('is annotations of a workflow with `--format github`', async () => {
    const text = `${BROKEN}\n\`\`\`bash run title=50%,a:b\nfi\n\`\`\`\n`;
    const { stdout } = await check(text, {
      env: PLAIN,
      args: ['--format=github'],
      name: 'a,b%.md',
    });
    expect(stdout).toMatchInlineSnapshot(`
      "::error file=a%2Cb%25.md,line=3,col=15,endColumn=20,title=broken-anchor::\`#ennd\` is no heading or anchor of this document%0Adid you mean \`#end\`?
      ::error file=a%2Cb%25.md,line=5,col=9,endColumn=13,title=unknown-role::unknown role \`tset\`%0Adid you mean \`test\`?
      ::warning file=a%2Cb%25.md,line=10,col=9,title=data-syntax::this fence is no valid JSON: expected a key in double quotes, found \`}\`%0Amend it, or say \`no-check\` if it is not meant to be whole
      ::error file=a%2Cb%25.md,line=20,col=1,endColumn=3,title=bash-syntax::syntax error near unexpected token \`fi\`
      1 document checked: 3 errors, 1 warning
      "
    `);
  });

  it('is never a key that stands in the document', async () => {
    const key = `ghp_${'aB3dE5fG7h'.repeat(4).slice(0, 36)}`;
    for (const format of ['pretty', 'json', 'github']) {
      const { exitCode, stdout } = await check(`# A\n\nuse ${key}\n`, {
        args: ['--format', format],
      });
      expect(exitCode).toBe(1);
      expect(stdout).not.toContain(key);
    }
  });

  it('is nothing, and the exit code 0', async () => {
    const { exitCode, stdout } = await check('# A\n\ntext\n');
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: 'doc.md: no fences\n1 document checked: nothing found\n',
    });
  });
});

describe('hazards', () => {
  it('H15: a mistyped tag is found, in a document that has no other step', async () => {
    const { exitCode, stdout } = await check('# A\n\n```bash tst\nmake\n```\n');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('doc.md:3:9 error unknown role `tst` [unknown-role]');
  });

  it('H19: an expectation that holds for any output is an error', async () => {
    const { exitCode, stdout } = await check('```bash test\necho\n```\n\n```output\n...\n```\n');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('error this expectation holds for any output [vacuous-expectation]');
  });

  it('H27: a language that nothing runs is an error', async () => {
    const { exitCode, stdout } = await check('```bsh run\necho\n```\n');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('no interpreter is known for `bsh` blocks');
  });

  it.each(['sql', 'sed', 'jq', 'c', 'fish', 'tcl'])(
    'a language of a short name is not taken for another one, which would run it: %s',
    async (lang) => {
      const { stdout } = await check(`\`\`\`${lang} run\nx\n\`\`\`\n`);
      expect(stdout).not.toContain('did you mean');
      expect(stdout).toContain('any other says what runs it: `interpreter="CMD {file}"`');
    },
  );

  it('H31: one invalid pattern hides none of the other findings', async () => {
    const blocks = Array.from({ length: 20 }, (_, n) => `\`\`\`bash run\nfi ${n}\n\`\`\`\n`).join(
      '\n',
    );
    const { stdout } = await check(`${blocks}\n\`\`\`output\n( (re)\n\`\`\`\n\n[a](#b)\n`);
    expect(stdout.match(/\[bash-syntax\]/g)).toHaveLength(20);
    expect(stdout).toContain('[bad-regex]');
    expect(stdout).toContain('[broken-anchor]');
  });

  it('H39: an expectation that belongs to nothing is an error', async () => {
    const { exitCode, stdout } = await check(
      '# A\n\n```bash run\n:\n```\n\n# B\n\n```output\n```\n',
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain('[unattached-expectation]');
  });
});

describe('--fix', () => {
  it.each([
    ['sum', 'sum'],
    ['man', 'man'],
    ['rnu', 'run'],
    ['tset', 'test'],
    ['heath', 'health'],
  ])(
    'puts a role in the place of a word only where hardly another can be meant: %s',
    async (word, becomes) => {
      const { dir, stdout } = await check(`\`\`\`bash ${word}\nx\n\`\`\`\n`, { args: ['--fix'] });
      expect(readFileSync(join(dir, 'doc.md'), 'utf8')).toBe(`\`\`\`bash ${becomes}\nx\n\`\`\`\n`);
      expect(stdout.includes('unknown role')).toBe(word === becomes);
    },
  );

  it('mends the file, keeps its mode and every other byte, and reports the rest', async () => {
    const text = BROKEN.replaceAll('\n', '\r\n');
    const { exitCode, stdout, dir } = await check(`\uFEFF${text}`, { env: PLAIN, args: ['--fix'] });
    expect(exitCode).toBe(0);
    expect(readFileSync(join(dir, 'doc.md'), 'utf8')).toBe(
      `\uFEFF${text.replace('tset', 'test').replace('#ennd', '#end')}`,
    );
    expect(stdout).toContain('1 document checked: 2 problems mended; 2 warnings');
    expect(readdirSync(dir)).toEqual(['doc.md']);
  });

  it('keeps the mode, and mends the target of a symbolic link', async () => {
    const { dir } = await check('', { files: { 'real.md': '```bash tset\n```\n' } });
    const real = join(dir, 'real.md');
    chmodSync(real, 0o640);
    symlinkSync('real.md', join(dir, 'link.md'));
    await check('', { name: null, args: [join(dir, 'link.md'), '--fix'] });
    expect(readFileSync(real, 'utf8')).toBe('```bash test\n```\n');
    expect(statSync(real).mode & 0o777).toBe(0o640);
  });

  it('writes nothing when there is nothing to mend', async () => {
    const { dir } = await check('# A\n', { args: ['--fix'] });
    const before = statSync(join(dir, 'doc.md')).mtimeMs;
    await check('', { name: null, args: [join(dir, 'doc.md'), '--fix'] });
    expect(statSync(join(dir, 'doc.md')).mtimeMs).toBe(before);
  });

  it('goes on until nothing is left that it can mend', async () => {
    const { dir, stdout } = await check('```bash rnu retyr=2\ntrue\n```\n', { args: ['--fix'] });
    expect(readFileSync(join(dir, 'doc.md'), 'utf8')).toBe('```bash run retry=2\ntrue\n```\n');
    expect(stdout).toContain('2 problems mended; nothing found');
  });
});
