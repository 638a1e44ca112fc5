import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runInPlace } from './dialects.ts';

/** Pieces that mean something to us, to one of the tools, or to Markdown. */
const PIECES = [
  ...[
    'a',
    'b',
    ' ',
    '  ',
    '\\',
    '$',
    '${a}',
    '<<a>>',
    '<<:int>>',
    '<<...>>',
    '...',
    '*',
    '?',
    '[',
    ']',
  ],
  ...['(re', ')', '(?)', '(+)', '({2})', '(never)', '(equal)', '(re never)', '(re+)', '(esc*)'],
  ...['```', '~~~', '#', '>', '-->', '<!--', '|', 'é', '✅', '"', "'", '`', '/', '---', '(no-eol'],
];

/** Whether a line means itself, for the tool of which these are the suffixes. */
function isLiteral(line: string, suffixes: RegExp): boolean {
  return !suffixes.test(line) && !/^\$( |$)|^>( |$)|^\[\d+\]$|^\s*$/.test(line);
}

const SUFFIXES = {
  cram: / \((?:re|glob|esc|no-eol)\)$/,
  scrut: / \((?:(?:equal|eq|no-eol|escaped|esc|glob|gl|regex|re)?[?*+]?)\)$/,
} as const;

function sampleLines(suffixes: RegExp): string[] {
  const line = fc
    .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 })
    .map((pieces) => pieces.join(''))
    .filter((text) => isLiteral(text, suffixes));
  return fc.sample(line, { numRuns: 400, seed: 8 });
}

describe('lines of output that mean themselves', () => {
  it('mean themselves in a test of Cram', async () => {
    const lines = sampleLines(SUFFIXES.cram);
    const document = ['  $ cat "$TESTDIR/lines"', ...lines.map((line) => `  ${line}`), ''].join(
      '\n',
    );
    const { exitCode, stdout } = await runInPlace('cram', document, {
      lines: `${lines.join('\n')}\n`,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.any(String) });
    const other = lines.toSpliced(200, 1, `${lines[200]}x`);
    const changed = await runInPlace('cram', document, { lines: `${other.join('\n')}\n` });
    expect(changed.exitCode).toBe(1);
  });

  it('mean themselves in a test of Scrut', async () => {
    const lines = sampleLines(SUFFIXES.scrut);
    const marker = '`'.repeat(30);
    const block = [`${marker}scrut`, '$ cat "$TESTDIR/lines"', ...lines, marker, ''];
    const { exitCode, stdout } = await runInPlace('scrut', block.join('\n'), {
      lines: `${lines.join('\n')}\n`,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.any(String) });
  });
});
