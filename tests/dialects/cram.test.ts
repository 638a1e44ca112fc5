import { describe, expect, it } from 'vitest';
import { importText, judgeSteps, runInPlace } from './dialects.ts';

/** Rows: a command with its output, and whether the test holds. */
const CASES: readonly (readonly [title: string, block: readonly string[], holds: boolean])[] = [
  ['a line', ['$ echo foo', 'foo'], true],
  ['another line', ['$ echo foo', 'bar'], false],
  ['no output where there is some', ['$ echo foo'], false],
  ['a command of several lines', ['$ for i in 1 2; do', '>   echo $i', '> done', '1', '2'], true],
  ['(re) on the whole line', ['$ echo foobar', 'foo (re)'], false],
  ['(re)', ['$ echo foobar', 'fo+ba[rz] (re)'], true],
  ['(glob)', ['$ echo foobar', 'fo?b* (glob)'], true],
  ['(glob) with what is special escaped', ['$ echo "a*b\\\\"', 'a\\*b\\\\ (glob)'], true],
  ['(glob) with an escaped star that is none', ['$ echo "axb"', 'a\\*b (glob)'], false],
  ['(esc)', ['$ printf "a\\tb\\n"', 'a\\tb (esc)'], true],
  ['(esc) with the bytes of a character', ['$ echo é', '\\xc3\\xa9 (esc)'], true],
  ['(no-eol)', ['$ printf foo', 'foo (no-eol)'], true],
  ['an empty line, which is two blanks', ['$ printf "a\\n\\nb\\n"', 'a', '', 'b'], true],
  ['both streams', ['$ echo a >&2; echo b', 'a', 'b'], true],
  ['an exit code', ['$ (exit 3)', '[3]'], true],
  ['another exit code', ['$ (exit 3)', '[4]'], false],
  ['a command that fails before the last one', ['$ false; echo a', 'a'], true],
  ['a pipe, of which the last command counts', ['$ false | true'], true],
  ['the environment of Cram', ['$ echo $LC_ALL $TZ $COLUMNS', 'C GMT 80'], true],
];

describe('a test of Cram', () => {
  it('holds or fails as it does there', async () => {
    const blocks = CASES.map(([, block]) => block.map((line) => `  ${line}\n`).join(''));
    const { text, notes } = await importText('cram', `A comment:\n\n${blocks.join('\nNext:\n\n')}`);
    expect(notes).toEqual([]);
    const named = (verdicts: readonly boolean[]): readonly unknown[] =>
      verdicts.map((holds, index) => [CASES[index]?.[0], holds]);
    expect(named(await judgeSteps(text))).toEqual(named(CASES.map(([, , holds]) => holds)));
  });

  it('says that a blank line at whose end there is no newline is compared as far as it goes', async () => {
    const result = await runInPlace('cram', "  $ printf 'a\\n  '\n  a\n     (no-eol)\n");
    expect(result).toMatchObject({
      exitCode: 0,
      notes: [expect.stringMatching(/^3 note a blank/)],
    });
  });

  it('has one shell for all of its commands', async () => {
    const document = '  $ cd /; x=1\n  $ echo "$PWD $x"\n  / 1\n\nA comment.\n\n  $ pwd\n  /\n';
    expect(await runInPlace('cram', document)).toMatchObject({ exitCode: 0, notes: [] });
  });

  it('fails at the line of the document, and knows its folder', async () => {
    const document = 'A:\n\n  $ . "$TESTDIR/setup.sh"\n  $ say\n  near\n  far\n';
    const { exitCode, stdout } = await runInPlace('cram', document, {
      'setup.sh': 'say() { echo near; }\n',
    });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^ +6 +│ - far$/m);
    expect(stdout).not.toContain('runbook update');
  });

  it('is skipped by `exit 80`, and by no other command that ends with it', async () => {
    const [skips, fails] = await Promise.all([
      runInPlace('cram', '  $ true && exit 80\n'),
      runInPlace('cram', '  $ bash -c "exit 8""0"\n'),
    ]);
    expect(skips).toMatchObject({
      // Nothing was executed, which is no pass.
      exitCode: 3,
      stdout: expect.stringContaining('skipped: line 1 exited with 80'),
    });
    expect(fails.exitCode).toBe(1);
  });

  it('says where an expression has no counterpart, and runs nothing', async () => {
    const { exitCode, stdout } = await runInPlace('cram', '  $ touch a\n  (a)\\1 (re)\n');
    expect(exitCode).toBe(2);
    expect(stdout).toContain('✗ doc.t  cannot be run');
    expect(stdout).toContain('doc.t:2');
  });

  it('becomes prose, steps and expectations, with notes', async () => {
    const document = [
      '  output of nothing',
      'Use ```:',
      '```',
      '===',
      '',
      '  $ [ -n "$X" ] || exit 80',
      '  $ set -u; ls "$CRAMTMP"',
      '  a (no-eol) (esc)',
      '  [1]',
    ].join('\n');
    const { text, notes } = await importText('cram', document);
    expect(notes).toMatchInlineSnapshot(`
      [
        "1 note indented lines that no command stands above are no output of one here",
        "6 note \`exit 80\` skips the document where the tool runs it; here it is a failure",
        "7 note \`$CRAMTMP\` is not set here; give it what the tool gives it before the run",
        "7 note options of \`set\` and traps end with the step here",
        "8 note \`no-eol\` and \`esc\` cannot stand on one line here; \`esc\` is left out",
      ]
    `);
    expect(text).toMatchInlineSnapshot(`
      "---
      runbook:
        env:
          LANG: C
          LANGUAGE: C
          LC_ALL: C
          TZ: GMT
          COLUMNS: "80"
      ---

      <!-- cram, line 7: \`$CRAMTMP\` is not set here; give it what the tool gives it before the run -->

      <!-- cram, line 1: indented lines that no command stands above are no output of one here -->

      \`\`\`text no-check
      output of nothing
      \`\`\`

      Use \`\`\`:
      \\\`\`\`
      \\===

      <!-- cram, line 6: \`exit 80\` skips the document where the tool runs it; here it is a failure -->

      \`\`\`bash test
      set +e +o pipefail
      [ -n "$X" ] || exit 80
      \`\`\`

      \`\`\`output
      \`\`\`

      <!-- cram, line 7: options of \`set\` and traps end with the step here -->

      \`\`\`bash test exit=1
      set +e +o pipefail
      set -u; ls "$CRAMTMP"
      \`\`\`

      <!-- cram, line 8: \`no-eol\` and \`esc\` cannot stand on one line here; \`esc\` is left out -->

      \`\`\`output
      a (no-eol)
      \`\`\`
      "
    `);
  });
});
