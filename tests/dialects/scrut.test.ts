import { describe, expect, it } from 'vitest';
import { fence, importText, judgeSteps, runInPlace } from './dialects.ts';

/** Rows: a test, and whether its expectations hold. */
const CASES: readonly (readonly [title: string, block: readonly string[], holds: boolean])[] = [
  ['a line', ['$ echo Hello', 'Hello'], true],
  ['another line', ['$ echo Hello', 'Bye'], false],
  ['output that nothing is said of', ['$ echo Hello'], false],
  ['a command of several lines', ['$ echo \\', '> a \\', '>   b', 'a b'], true],
  ['a comment above the command', ['# Says it', '$ echo a', 'a'], true],
  ['(equal)', ['$ echo Hello', 'Hello (equal)'], true],
  ['(eq)', ['$ echo Hello', 'Hello (eq)'], true],
  ['(equal+)', ['$ printf "a\\na\\na\\n"', 'a (equal+)'], true],
  ['(?) for a line that is not there', ['$ echo a', 'b (?)', 'a'], true],
  ['(*) on an empty line', ['$ printf "\\n\\na\\n"', ' (*)', 'a'], true],
  ['(no-eol)', ['$ echo -n Hello', 'Hello (no-eol)'], true],
  ['(no-eol) where there is one', ['$ echo Hello', 'Hello (no-eol)'], false],
  ['(glob)', ['$ echo Hello You', 'Hello* (glob)'], true],
  ['(gl) with brackets as text', ['$ echo "[a] b"', '[a]?b (gl)'], true],
  ['(gl) with brackets that are no class', ['$ echo "a b"', '[a]?b (gl)'], false],
  ['(glob+) and what follows it', ['$ printf "a\\nab\\nz\\n"', 'a* (glob+)', 'z'], true],
  ['(glob*) that leaves a line to the next', ['$ echo abc', 'a* (glob*)', 'abc'], true],
  ['(regex) on the whole line', ['$ echo seashore', 'sea|sand (regex)'], false],
  ['(re)', ['$ echo jq-1.7', 'jq-\\d+\\.\\d+ (re)'], true],
  ['(regex+)', ['$ printf "Foo: 1\\nFoo: 22\\n"', 'Foo: [0-9]+ (regex+)'], true],
  ['(escaped) tab', ['$ printf "a\\tb\\n"', 'a\\tb (escaped)'], true],
  ['(esc) bytes of a character', ['$ echo ✅', '\\xe2\\x9c\\x85 (esc)'], true],
  ['(escaped) colours', ['$ printf "\\033[1mB\\033[0m\\n"', '\\x1b[1mB\\x1b[0m (escaped)'], true],
  ['(escaped) other colours', ['$ printf "\\033[2mB\\n"', '\\x1b[1mB (escaped)'], false],
  ['(escaped) (glob+)', ['$ printf "f\\t1\\nf\\t22\\n"', 'f\\t* (escaped) (glob+)'], true],
  ['what would be a hole or a suffix of ours', ['$ echo "<<x>> \\${y}"', '<<x>> ${y}'], true],
  ['text in parentheses', ['$ echo "call ()"', 'call ()'], true],
  ['three dots', ['$ echo ...', '...'], true],
  ['three dots, which stand for nothing else', ['$ echo a', '...'], false],
  ['an empty line', ['$ printf "a\\n\\nb\\n"', 'a', '', 'b'], true],
  ['an exit code', ['$ echo a; exit 2', 'a', '[2]'], true],
  ['an exit code of 0, said', ['$ echo a', 'a', '[0]'], true],
  ['another exit code', ['$ exit 3', '[2]'], false],
  ['what a shell without errexit goes on after', ['$ false; false | true; echo a', 'a'], true],
  ['stderr, which is not looked at', ['$ echo a >&2'], true],
];

/** Verdicts with the titles of their cases. */
const nameAll = (verdicts: readonly boolean[]): readonly unknown[] =>
  verdicts.map((holds, index) => [CASES[index]?.[0], holds]);

describe('a test of Scrut', () => {
  it('holds or fails in its place as it does there', async () => {
    const document = `# Cases\n\n${CASES.map(([, block]) => fence('scrut', ...block)).join('\n')}`;
    const { text } = await importText('scrut', document);
    expect(nameAll(await judgeSteps(text))).toEqual(nameAll(CASES.map(([, , holds]) => holds)));
  });

  it.each([
    ['a variable', '{environment: {FOO: "a b"}}', ['$ echo "$FOO"', 'a b']],
    ['stderr', '{output_stream: stderr}', ['$ echo a >&2; echo b', 'a']],
    ['both streams', '{output_stream: combined}', ['$ echo a >&2; echo b', 'a', 'b']],
    ['a limit', '{timeout: 1m 30s}', ['$ echo a', 'a']],
    ['a pause', '{wait: 100ms}', ['$ echo a', 'a']],
    ['a pause until a file', '{wait: {timeout: 50s, path: /}}', ['$ echo a', 'a']],
    ['colours taken away', '{strip_ansi_escaping: true}', ['$ printf "\\033[1mB\\n"', 'B']],
  ])('takes %s', async (_, options, block) => {
    const { exitCode, notes } = await runInPlace('scrut', fence(`scrut ${options}`, ...block));
    expect({ exitCode, notes }).toEqual({ exitCode: 0, notes: [] });
  });

  it('stands in a `testcase` fence as well', async () => {
    const { exitCode, stdout } = await runInPlace('scrut', fence('testcase', '$ echo a', 'b'));
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^ +3 +│ - b$/m);
  });

  it('fails at the line of the document, and knows its folder', async () => {
    const document = `# A\n\n${fence('scrut', '$ cat "$TESTDIR/near.txt"', 'near', 'far')}`;
    const { exitCode, stdout } = await runInPlace('scrut', document, { 'near.txt': 'near\n' });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('✗ doc.md:3  test · a');
    expect(stdout).toMatch(/^ +6 +│ - far$/m);
  });

  it('skips the whole document with 80, or with the code that it says', async () => {
    const given = `${fence('scrut', '$ exit 80')}\n${fence('scrut', '$ echo a', 'b')}`;
    const own = fence('scrut {skip_document_code: 42}', '$ exit 42');
    const other = fence('scrut', '$ exit 42');
    const results = await Promise.all([given, own, other].map((text) => runInPlace('scrut', text)));
    expect(results.map(({ stdout }) => stdout.split('\n')[0])).toEqual([
      '↓ doc.md  skipped: line 2 exited with 80',
      '↓ doc.md  skipped: line 2 exited with 42',
      expect.stringContaining('✗ doc.md  failed'),
    ]);
  });

  it('becomes steps and expectations, with notes of what is not taken over', async () => {
    const document = [
      '---',
      'title: Kept',
      'total_timeout: 30s',
      'append: [end.md]',
      'defaults: {timeout: 5s}',
      '---',
      '# First',
      '',
      '- In a list:',
      '',
      '  ```scrut',
      '  $ echo a',
      '  a',
      '  ```',
      '',
      fence('scrut {detached: true}', '$ server &'),
      fence('scrut {bogus: 1}', '$ exit 80', '[80]'),
      fence('output', 'not of ours'),
    ].join('\n');
    const { text, notes } = await importText('scrut', document);
    expect(notes).toMatchInlineSnapshot(`
      [
        "3 note \`total_timeout\` limits the whole document; that is an option of \`runbook test\` here",
        "4 note the documents that \`append\` names are not taken in; run them afterwards",
        "16 note \`detached\` has no counterpart without something to wait for: write \`background ready=…\`",
        "20 note \`bogus\` is no option of a test that is known; it is left out",
        "20 note \`[80]\` is not expected here: with it the document is skipped",
        "25 note \`output\` would be a tag here, so the fence says \`no-check\`",
      ]
    `);
    expect(text).toMatchInlineSnapshot(`
      "---
      title: Kept
      runbook:
        env:
          LANG: C
          LANGUAGE: C
          LC_ALL: C
          TZ: GMT
          COLUMNS: "80"
      ---

      <!-- scrut, line 4: the documents that \`append\` names are not taken in; run them afterwards -->

      <!-- scrut, line 3: \`total_timeout\` limits the whole document; that is an option of \`runbook test\` here -->

      # First

      - In a list:

        \`\`\`bash test timeout=5s
        echo a
        \`\`\`

        \`\`\`stdout
        a
        \`\`\`

      <!-- scrut, line 16: \`detached\` has no counterpart without something to wait for: write \`background ready=…\` -->

      \`\`\`bash no-check
      server &
      \`\`\`

      <!-- scrut, line 20: \`bogus\` is no option of a test that is known; it is left out -->

      <!-- scrut, line 20: \`[80]\` is not expected here: with it the document is skipped -->

      \`\`\`bash test timeout=5s
      exit 80
      \`\`\`

      \`\`\`stdout
      \`\`\`

      <!-- scrut, line 25: \`output\` would be a tag here, so the fence says \`no-check\` -->

      \`\`\`output no-check
      not of ours
      \`\`\`
      "
    `);
  });
});
