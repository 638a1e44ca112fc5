import { describe, expect, it } from 'vitest';
import { fence, importText, runInPlace } from './dialects.ts';

describe('a document of Runme', () => {
  it('runs every block in a language that something runs, in order, and shares what is exported', async () => {
    const document = [
      '---',
      'cwd: /tmp',
      'shell: bash',
      '---',
      '# Cells',
      '',
      fence('sh {"name":"set-it","interactive":"false"}', 'export A=1'),
      fence('js { name=shown closeTerminalOnSuccess=false }', 'console.log(process.env.A)'),
      fence('sh {"cwd":"/"}', 'test "$PWD" = / && test "$A" = 1'),
      fence('bash { interpreter=cat }', 'exit 1'),
      fence('sh {"ignore":"true"}', 'exit 1'),
      fence('json', '{"a": 1}'),
    ].join('\n');
    const { exitCode, stdout, notes } = await runInPlace('runme', document);
    expect({ exitCode, notes }).toEqual({
      exitCode: 0,
      notes: ['11 note `closeTerminalOnSuccess` is about a notebook'],
    });
    expect(stdout).toContain('4 steps passed');
  });

  it('fails at the line of the document', async () => {
    const { exitCode, stdout } = await runInPlace(
      'runme',
      `# A\n\n${fence('sh', 'true', 'false')}`,
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain('doc.md:3');
    expect(stdout).toMatch(/^ +5 +│ false$/m);
  });

  it('becomes steps with the names of its cells, and notes', async () => {
    const document = [
      '---',
      'title: Kept',
      'shell: zsh',
      'cwd: ..',
      'skipPrompts: true',
      '---',
      fence('sh {"id":"01HF","name":"a","promptEnv":"true"}', 'export X=Enter a value', 'echo $X'),
      fence('sh { background=true name=watch }', 'npm run watch'),
      fence('sh { excludeFromRunAll=true }', 'rm -r data'),
      fence('sh { interactive=true tag=x bogus=1 name="Two words" }', '$ echo $HOME'),
      fence('zsh', 'print a'),
      fence('cobol', 'STOP RUN'),
      fence('', 'guessed'),
      fence('sh {"name":', 'echo a'),
      fence('output', 'stray'),
    ].join('\n');
    const { text, notes } = await importText('runme', document);
    expect(notes).toMatchInlineSnapshot(`
      [
        "3 note \`zsh\` runs nothing here; blocks run in bash",
        "4 note \`cwd\` is relative to the document there, to where the run is started here",
        "5 note nothing is asked for here, as \`skipPrompts\` says",
        "7 note values of exported variables are asked for there; here they are as written",
        "7 note a value without quotation marks is a question there; here it is several words",
        "12 note \`background\` says nothing to wait for: write \`background ready=…\`",
        "16 note \`excludeFromRunAll\`: it runs only when it is asked for, which no step does here",
        "20 note \`tag\` has no counterpart; steps are selected by id, role and heading",
        "20 note \`bogus\` has no counterpart; it is left out",
        "20 note \`$ \` at the beginning of a line is taken away",
        "28 note nothing is known that runs \`cobol\`: write \`interpreter=\`",
        "32 note the block says no language, which is guessed there; it is not run here",
        "36 note \`{"name":\` is no options of a cell; it is left out",
        "40 note nothing is known that runs \`output\`: write \`interpreter=\`",
        "40 note \`output\` would be a tag here, so the fence says \`no-check\`",
      ]
    `);
    expect(text).toMatchInlineSnapshot(`
      "---
      title: Kept
      runbook:
        workdir: ..
      ---

      <!-- runme, line 3: \`zsh\` runs nothing here; blocks run in bash -->

      <!-- runme, line 4: \`cwd\` is relative to the document there, to where the run is started here -->

      <!-- runme, line 5: nothing is asked for here, as \`skipPrompts\` says -->

      <!-- runme, line 7: values of exported variables are asked for there; here they are as written -->

      <!-- runme, line 7: a value without quotation marks is a question there; here it is several words -->

      \`\`\`sh run id=a
      export X=Enter a value
      echo $X
      \`\`\`

      <!-- runme, line 12: \`background\` says nothing to wait for: write \`background ready=…\` -->

      \`\`\`sh no-check
      npm run watch
      \`\`\`

      <!-- runme, line 16: \`excludeFromRunAll\`: it runs only when it is asked for, which no step does here -->

      \`\`\`sh no-check
      rm -r data
      \`\`\`

      <!-- runme, line 20: \`tag\` has no counterpart; steps are selected by id, role and heading -->

      <!-- runme, line 20: \`bogus\` has no counterpart; it is left out -->

      <!-- runme, line 20: \`$ \` at the beginning of a line is taken away -->

      \`\`\`sh run title="Two words" tty
      echo $HOME
      \`\`\`

      \`\`\`zsh run interpreter="zsh {file}"
      print a
      \`\`\`

      <!-- runme, line 28: nothing is known that runs \`cobol\`: write \`interpreter=\` -->

      \`\`\`cobol
      STOP RUN
      \`\`\`

      <!-- runme, line 32: the block says no language, which is guessed there; it is not run here -->

      \`\`\`
      guessed
      \`\`\`

      <!-- runme, line 36: \`{"name":\` is no options of a cell; it is left out -->

      \`\`\`sh run
      echo a
      \`\`\`

      <!-- runme, line 40: nothing is known that runs \`output\`: write \`interpreter=\` -->

      <!-- runme, line 40: \`output\` would be a tag here, so the fence says \`no-check\` -->

      \`\`\`output no-check
      stray
      \`\`\`
      "
    `);
  });
});
