import { describe, expect, it } from 'vitest';
import { fence, importText, judgeSteps, runInPlace } from './dialects.ts';

/** Rows: a block of one command, and whether it holds. */
const CASES: readonly (readonly [title: string, block: readonly string[], holds: boolean])[] = [
  ['a line', ['$ echo a', 'a'], true],
  ['another line', ['$ echo a', 'b'], false],
  ['no output', ['$ true'], true],
  ['an ellipsis for lines', ['$ seq 1 10', '1', '...', '10'], true],
  ['an ellipsis for no line', ['$ echo a', 'a', '...'], true],
  ['an ellipsis at the end of a line', ['$ echo Hello world', 'Hello...'], true],
  ['an ellipsis inside of a line', ['$ echo /home/me/tmp', '/home/.../tmp'], true],
  ['an ellipsis that leaves something', ['$ echo /home/me/tmp/x', '/home/.../tmp'], false],
  ['an ellipsis before what would be a suffix', ['$ echo "a b (re)"', 'a ... (re)'], true],
  ['an exit code', ['$ exit 10', '[10]'], true],
  ['an exit code that is not said', ['$ exit 10'], false],
  ['a command of several lines', ['$ echo a \\', '> b', 'a b'], true],
  [
    'a here-document',
    ['$ cat <<EOF \\', '> hello\\', '> world\\', '> EOF', 'hello', 'world'],
    true,
  ],
  ['a padding', ['   $ seq 1 2', '   1', '   2'], true],
  ['both streams', ['$ echo a >&2', 'a'], true],
];

describe('a shell block of MDX', () => {
  it('holds or fails as it does there', async () => {
    const document = CASES.map(([, block]) => fence('sh', ...block)).join('\n');
    const { text, notes } = await importText('mdx', document);
    expect(notes).toEqual([]);
    const named = (verdicts: readonly boolean[]): readonly unknown[] =>
      verdicts.map((holds, index) => [CASES[index]?.[0], holds]);
    expect(named(await judgeSteps(text))).toEqual(named(CASES.map(([, , holds]) => holds)));
  });

  it('takes labels', async () => {
    const document = [
      '<!-- $MDX skip -->',
      fence('sh', '$ false'),
      '<!-- $MDX non-deterministic=command -->',
      fence('sh', '$ false'),
      '<!-- $MDX non-deterministic=output -->',
      fence('sh', '$ echo $RANDOM', '4'),
      "<!-- $MDX set-A=it's,set-B=b -->",
      fence('sh', '$ echo "$A $B"', "it's b"),
      '<!-- $MDX unset-A -->',
      fence('sh', '$ echo "${A-none} $B"', 'none b'),
      '<!-- $MDX dir=sub -->',
      fence('sh', '$ cat there', 'x'),
    ].join('\n');
    const result = await runInPlace('mdx', document, { 'sub/there': 'x\n' });
    expect(result).toMatchObject({ exitCode: 0, notes: [] });
    expect(result.stdout).toContain('coverage: 7 of 9 fences run (78%), 2 inert');
  });

  it('says what it does not take over, and where', async () => {
    const document = [
      fence('ocaml', '# 1 + 1;;', '- : int = 2'),
      '<!-- $MDX file=a.sh -->',
      fence('sh', 'echo a'),
      '<!-- $MDX os_type=Unix -->',
      fence('sh', '$ cd /', '$ pwd', '/'),
      fence('bash', 'no command'),
      fence('sh dir=sub', '$ echo a', 'b'),
    ].join('\n');
    const { text, notes } = await importText('mdx', document);
    expect(notes).toMatchInlineSnapshot(`
      [
        "1 note OCaml is not run here",
        "7 note \`file=a.sh\` keeps the block in line with a file, which is not done here",
        "12 note the label \`os_type=Unix\` has no counterpart; it is left out",
        "12 note each command has a shell of its own there; here the next one has its variables and folder",
        "18 note there is no command in the block, so nothing runs",
        "22 note \`dir\` is relative to the document there, to where the run is started here",
      ]
    `);
    expect(text).toMatchInlineSnapshot(`
      "
      <!-- mdx, line 1: OCaml is not run here -->

      \`\`\`ocaml
      # 1 + 1;;
      - : int = 2
      \`\`\`

      <!-- $MDX file=a.sh -->

      <!-- mdx, line 7: \`file=a.sh\` keeps the block in line with a file, which is not done here -->

      \`\`\`sh no-check
      echo a
      \`\`\`

      <!-- $MDX os_type=Unix -->

      <!-- mdx, line 12: the label \`os_type=Unix\` has no counterpart; it is left out -->

      <!-- mdx, line 12: each command has a shell of its own there; here the next one has its variables and folder -->

      \`\`\`bash test
      cd /
      \`\`\`

      \`\`\`output
      \`\`\`

      \`\`\`bash test
      pwd
      \`\`\`

      \`\`\`output
      /
      \`\`\`

      <!-- mdx, line 18: there is no command in the block, so nothing runs -->

      \`\`\`bash no-check
      no command
      \`\`\`

      <!-- mdx, line 22: \`dir\` is relative to the document there, to where the run is started here -->

      \`\`\`bash test cwd=sub
      echo a
      \`\`\`

      \`\`\`output
      b
      \`\`\`
      "
    `);
  });
});
