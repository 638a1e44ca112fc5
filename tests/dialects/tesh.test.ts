import { describe, expect, it } from 'vitest';
import { fence, importText, judgeSteps, runInPlace } from './dialects.ts';

const session = (directives = 'tesh-exitcodes="0"'): string =>
  `console tesh-session="s" ${directives}`;

/** Rows: a block of one command, and whether it holds. */
const CASES: readonly (readonly [title: string, block: readonly string[], holds: boolean])[] = [
  ['a line', ['$ echo "Hello World!"', 'Hello World!'], true],
  ['another line', ['$ echo a', 'b'], false],
  ['what is left out of a line', ['$ echo "Hello from Space!"', 'Hello ... Space!'], true],
  ['what is left out around a word', ['$ uname', '...Lin...'], true],
  ['lines left out', ['$ seq 1 5', '1', '...', '5'], true],
  ['no output, and a blank line', ['$ true', ''], true],
  ['a command of several lines', ['$ echo "a" \\', '>   "b"', 'a b'], true],
];

describe('a session of tesh', () => {
  it('holds or fails as it does there', async () => {
    const document = CASES.map(([, block]) => fence(session(), ...block)).join('\n');
    const { text, notes } = await importText('tesh', document);
    expect(notes).toEqual([]);
    const named = (verdicts: readonly boolean[]): readonly unknown[] =>
      verdicts.map((holds, index) => [CASES[index]?.[0], holds]);
    expect(named(await judgeSteps(text))).toEqual(named(CASES.map(([, , holds]) => holds)));
  });

  it('takes directives, and shares variables between its blocks', async () => {
    const document = [
      fence(session('tesh-setup="set.sh" tesh-exitcodes="1 0"'), '$ false', '', '$ export N=Earth'),
      fence(session(), '$ echo "Hello $NAME, $N!"', 'Hello Gaea, Earth!'),
      fence(session('tesh-fixture="foo.sh"').replace('console', 'bash'), 'echo "foo"'),
      fence(session('tesh-timeout="50" tesh-platform="linux"'), '$ bash foo.sh', 'foo'),
      fence(session('tesh-exitcodes="0" tesh-platform="darwin"'), '$ echo a', 'b'),
      fence(session('tesh-exitcodes="0" tesh-ps1="(foo) $"'), '(foo) $ echo a', 'a'),
      fence('console', '$ not a session'),
    ].join('\n');
    const result = await runInPlace('tesh', document, { 'set.sh': 'NAME=Gaea\n' });
    expect(result).toMatchObject({
      exitCode: 0,
      notes: [expect.stringContaining('no exit code is looked at there')],
    });
    expect(result.stdout).toContain('7 steps passed');
  });

  it('says what it does not take over, and where', async () => {
    const document = [
      fence(session(''), '$ git foo', "git: 'foo' is not...", '...'),
      fence('console tesh-session="t" tesh-exitcodes="0" tesh-typo="x"', '$ echo a', 'a'),
      fence(session('tesh-setup="set.sh" tesh-exitcodes="0"'), '$ echo a', 'a'),
      fence(session('tesh-exitcodes="0" tesh-platform="beos"'), '$ echo a', 'a'),
      fence(
        session('tesh-exitcodes="0" tesh-long-running="true"'),
        '$ nmap 1.1.1.1',
        'Starting ...',
      ),
    ].join('\n');
    const { text, notes } = await importText('tesh', document);
    expect(notes).toMatchInlineSnapshot(`
      [
        "1 note no exit code is looked at there; \`exit=any\` says so here",
        "7 note \`tesh-typo\` is no directive that is known; it is left out",
        "7 note each session has a shell of its own there; here they share one",
        "12 note \`set.sh\` is beside the document there, at \`set.sh\` from where the run is started here",
        "17 note \`beos\` is no platform that is known",
        "22 note a command that goes on has no counterpart without something to wait for: write \`background ready=…\`",
      ]
    `);
    expect(text).toMatchInlineSnapshot(`
      "---
      runbook:
        timeout: 30s
      ---

      <!-- tesh, line 1: no exit code is looked at there; \`exit=any\` says so here -->

      \`\`\`bash test exit=any
      git foo
      \`\`\`

      \`\`\`output
      git: 'foo' is not<<...>>
      ...
      \`\`\`

      <!-- tesh, line 7: \`tesh-typo\` is no directive that is known; it is left out -->

      <!-- tesh, line 7: each session has a shell of its own there; here they share one -->

      \`\`\`bash test
      echo a
      \`\`\`

      \`\`\`output
      a
      \`\`\`

      <!-- tesh, line 12: \`set.sh\` is beside the document there, at \`set.sh\` from where the run is started here -->

      \`\`\`bash configure
      . ./set.sh
      \`\`\`

      \`\`\`bash test
      echo a
      \`\`\`

      \`\`\`output
      a
      \`\`\`

      <!-- tesh, line 17: \`beos\` is no platform that is known -->

      \`\`\`console no-check
      $ echo a
      a
      \`\`\`

      <!-- tesh, line 22: a command that goes on has no counterpart without something to wait for: write \`background ready=…\` -->

      \`\`\`console no-check
      nmap 1.1.1.1
      \`\`\`
      "
    `);
  });
});
