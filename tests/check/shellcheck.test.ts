import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { checkText, findingsOf } from './check-text.ts';

/** Stands in for ShellCheck, so that the same is said of it on every host: its JSON for one finding. */
function fakeShellCheck(comment: object): Record<string, string> {
  const json = JSON.stringify({
    comments: [{ file: '@FILE@', endLine: 2, endColumn: 9, ...comment }],
  });
  return {
    'bin/shellcheck': `#!/bin/sh
for last; do case $last in */0.sh) file=$last ;; esac; done
case "$*" in *--shell=bash*) ;; *) exit 4 ;; esac
printf '%s' '${json}' | sed "s|@FILE@|$file|"
exit 1
`,
  };
}

const STEP = '- a\n\n  ```bash run\n  echo 1\n  rm $x $y\n  ```\n';

async function findings(text: string, comment: object): Promise<string[]> {
  const { problems, notes } = await checkTextWith(text, fakeShellCheck(comment));
  return [
    ...problems
      .filter(({ rule }) => rule === 'shellcheck')
      .map(
        ({ line, column, length, severity, message }) =>
          `${line}:${column}+${length} ${severity} ${message}`,
      ),
    ...notes,
  ];
}

/** The folder `bin` of the document's own folder comes first on the path. */
function checkTextWith(text: string, files: Record<string, string>) {
  return checkText(text, { files, path: `bin:${process.env['PATH']}` });
}

describe('what ShellCheck finds', () => {
  const comment = { line: 2, column: 4, level: 'warning', code: 2086, message: 'Quote it.' };

  it('is shown at its place in the document, with its code', async () => {
    expect(await findings(STEP, comment)).toEqual(['5:6+5 warning SC2086: Quote it']);
  });

  it('is an error where it says so', async () => {
    expect(await findings(STEP, { ...comment, level: 'error' })).toEqual([
      '5:6+5 error SC2086: Quote it',
    ]);
  });

  it('is shown on its first line when it spans several', async () => {
    expect(await findings(STEP, { ...comment, line: 1, column: 1 })).toEqual([
      '4:3+6 warning SC2086: Quote it',
    ]);
  });

  it('is not asked for of blocks that are no steps', async () => {
    const text = '```bash\nrm $x\n```\n\n```bash configure file=a.sh\nrm $x\n```\n';
    expect(await findings(text, comment)).toEqual([]);
  });

  it('is left out, and that is said, for more steps than anyone waits for', async () => {
    const text = Array.from({ length: 501 }, (_, n) => `\`\`\`bash run\necho ${n}\n\`\`\`\n`).join(
      '\n',
    );
    expect(await findings(text, comment)).toEqual([
      'ShellCheck is left out: 501 shell steps are more than 500',
    ]);
  });

  it('cannot be read: that is said', async () => {
    const { notes } = await checkTextWith(STEP, { 'bin/shellcheck': '#!/bin/sh\necho no\n' });
    expect(notes).toEqual(['ShellCheck is installed, and gives no answer that can be read']);
  });
});

// It is a package of the system that not everybody has; where the suite has to be whole it must be there.
it.skipIf(!isInstalled() && !process.env['CI'])(
  'the real ShellCheck is asked, and its lines are those of the document',
  async () => {
    const text =
      '1. a\n\n   ```bash run\n   set -- a b\n   for x in "$@"; do echo $x; done\n   rm -rf "$1/"\n   ```\n';
    expect(await findingsOf('shellcheck', text)).toMatchInlineSnapshot(`
      [
        "6:11+5 warning SC2115: Use "\${var:?}" to ensure this never expands to /",
      ]
    `);
  },
);

function isInstalled(): boolean {
  return spawnSync('shellcheck', ['--version']).status === 0;
}

it('what state that is carried makes of no sense is not found, whatever is installed', async () => {
  const text = [
    'cd build',
    'name=x',
    'echo "$other"',
    'source ./env',
    'f() { echo "$name"; }',
    'cd ..',
  ]
    .map((line) => `\`\`\`bash run\n${line}\n\`\`\`\n`)
    .join('\n');
  expect(await findingsOf('shellcheck', text)).toEqual([]);
});
