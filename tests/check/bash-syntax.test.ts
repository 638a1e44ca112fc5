import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScripts } from '../../src/check/parse-scripts.ts';
import { findProgram } from '../../src/plan/find-program.ts';
import { checkText, findingsOf } from './check-text.ts';

const folder = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'scripts-'));
const bash = findProgram('bash', process.env['PATH'], folder) ?? '';

const fence = (info: string, body: string): string => `\`\`\`${info}\n${body}\n\`\`\`\n`;
const findings = (text: string): Promise<string[]> => findingsOf('bash-syntax', text);

describe('a shell block that is no bash', () => {
  it.each([
    [
      'a step',
      fence('bash run', 'if true; then\n  echo'),
      ['3:3+4 error syntax error: unexpected end of file'],
    ],
    [
      'a loop without end',
      fence('sh test', 'for a in b; do'),
      ['2:1+14 error syntax error: unexpected end of file'],
    ],
    [
      'a stray word',
      fence('bash run', 'echo a\n\tfi\necho b'),
      ['3:2+2 error syntax error near unexpected token `fi`'],
    ],
    [
      'a quote that is never closed',
      fence('bash run', 'echo "a'),
      ['2:1+7 error unexpected end while looking for matching `"`'],
    ],
    [
      'a block in a list',
      `- a\n\n  ${fence('bash run', '  echo )').replaceAll('\n```', '\n  ```')}`,
      ['4:3+6 error syntax error near unexpected token `)`'],
    ],
    [
      'a script that is a file',
      fence('bash configure file=a.sh', 'done'),
      ['2:1+4 error syntax error near unexpected token `done`'],
    ],
    [
      'a here-document without end',
      fence('bash run', 'cat <<EOF\na'),
      ['2:1+9 warning the here-document that begins here is never ended by a line `EOF`'],
    ],
  ])('%s is found at its line', async (_, text, expected) => {
    expect(await findings(text)).toEqual(expected);
  });

  it('that is not tagged is a warning', async () => {
    expect(await findings(fence('sh', 'echo ('))).toEqual([
      '2:1+6 warning syntax error near unexpected token `newline` (mend it, or say `no-check` if it is not meant to be a script)',
    ]);
  });

  it.each([
    ['says `no-check`', fence('bash no-check', 'if')],
    ['shows a prompt', fence('bash', '$ echo (\n(')],
    ['is a console', fence('console', '$ if')],
    ['has placeholders for people', fence('bash', 'cd <folder>\ncurl <your-url> && echo <a b>')],
    ['is a piece of a file', fence('bash configure file=a append', 'done')],
    [
      'has gaps',
      `---\nrunbook: {params: {p: {default: a}}}\n---\n${fence('bash configure file=a expand', '${p} (')}`,
    ],
    [
      'uses extended patterns',
      `${fence('bash run', 'shopt -s extglob')}\n${fence('bash run', 'ls !(a|b)')}`,
    ],
    ['has a here-document', fence('bash run', "cat <<'}'\n}\n}\n: x\n}")],
  ])('is none when it %s', async (_, text) => {
    expect((await findings(text)).filter((line) => !line.includes('here-document'))).toEqual(
      text.includes("<<'}'") ? [expect.stringContaining('unexpected token `}`')] : [],
    );
  });

  it('is looked for with the bash of the caller, never with one that the document names', async () => {
    const ran = join(folder, 'ran');
    const evil = `#!/bin/sh\ntouch ${ran}\n`;
    const text = `---\nrunbook: {shell: ./evil, env: {PATH: ./bin}}\n---\n${fence('bash run', 'fi')}`;
    const { problems } = await checkText(text, {
      files: { evil, 'bin/bash': evil, 'bin/shellcheck': evil },
    });
    expect(problems.map(({ rule }) => rule)).toContain('bash-syntax');
    expect(existsSync(ran)).toBe(false);
  });
});

const parse = (scripts: readonly string[], extglob = false) =>
  parseScripts(scripts, { bash, extglob, folder });

describe('many scripts at once', () => {
  const touch = (name: string): string => `touch ${join(folder, name)}`;

  it.each([
    ['that leave the function around them', `}; ${touch('a')}; {\n`],
    ['that leave it and enter another', `}\n${touch('a')}\nf() {\n`],
    ['that end it in a here-document', `cat <<'}'; }\n`],
    ['that end it in an indented here-document', `cat <<-'}'; }\n`],
    ['with a substitution that is broken', `echo $(${touch('a')}\n`],
    ['with a process substitution that is broken', `cat <(${touch('a')}\n`],
    ['with an array that is broken', `a=($(${touch('a')})\n`],
    ['with a nested function', 'f() {\n'],
    ['with the form of an exported function', `() { :; }; ${touch('a')}\n`],
  ])('%s: none passes for a right one, and nothing runs', async (_, script) => {
    const faults = await parse(['echo 1\n', script, 'echo 2\n']);
    expect([...faults.keys()]).toEqual([1]);
    expect(existsSync(join(folder, 'a'))).toBe(false);
  });

  it('that are right are not executed either', async () => {
    const scripts = [
      touch('b'),
      `x=$(${touch('b')})`,
      `trap '${touch('b')}' EXIT`,
      `f() { ${touch('b')}; }; f`,
      `[[ -n $(${touch('b')}) ]]`,
      `((a[$(${touch('b')})]))`,
      `{ ${touch('b')}; } &`,
      `alias x='${touch('b')}'\nx`,
    ].map((script) => `${script}\n`);
    expect((await parse([...scripts, 'fi\n'])).size).toBe(1);
    expect(existsSync(join(folder, 'b'))).toBe(false);
  });

  it.each([
    ['a NUL byte', 'echo a\0b\n'],
    ['more than a variable holds', `echo ${'a'.repeat(200_000)}\n`],
    ['nothing but comments', '# a\n# b'],
    ['a line that goes on at its end', 'echo a \\\n'],
    ['a comment at its end', 'echo a # }'],
  ])('with %s are right', async (_, script) => {
    expect((await parse([script])).size).toBe(0);
  });

  it('are many more than one process takes', async () => {
    const scripts = Array.from({ length: 2_500 }, (_, n) =>
      n % 1_000 === 7 ? 'fi\n' : `echo ${n}\n`,
    );
    expect([...(await parse(scripts)).keys()].sort((a, b) => a - b)).toEqual([7, 1_007, 2_007]);
  });

  it('agrees with `bash -n` on each of them', async () => {
    const piece = fc.constantFrom(
      ...[
        'if true; then',
        'fi',
        '}',
        '{',
        '(',
        ')',
        '"',
        "'",
        '`',
        'cat <<X',
        'X',
        '\\',
        'case a in',
        'esac',
      ],
      ...[
        'a)',
        ';;',
        'f() {',
        '# b',
        'echo a',
        'done',
        'while a; do',
        '$(',
        '))',
        '&&',
        '|',
        '\n',
        '\n',
        ' ',
        ';',
      ],
    );
    const scripts = fc.array(
      fc.array(piece, { maxLength: 8 }).map((parts) => `${parts.join(' ')}\n`),
      { minLength: 40, maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(scripts, async (texts) => {
        const together = await parse(texts);
        for (const [index, text] of texts.entries()) {
          // A NUL keeps a script out of the batch, and bash leaves it out when it reads a file.
          const alone = await parse([`${text}#\0`]);
          expect(together.has(index), text).toBe(alone.size > 0);
        }
      }),
      { seed: 5, numRuns: 3 },
    );
  });
});
