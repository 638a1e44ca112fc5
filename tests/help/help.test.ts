import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { parseMarkdown } from '../../src/document/parse.ts';
import { collectTopics } from '../../src/help/collect-topics.ts';
import { renderPage } from '../../src/help/render-page.ts';
import { TOPICS } from '../../src/help/topics.ts';
import { PLAIN } from '../../src/report/paint.ts';
import { RULES } from '../../src/rules/registry.ts';
import { findFiles, readBundle } from '../helpers/bundle.ts';
import { openJob } from '../helpers/job.ts';
import { CLI, ROOT } from '../helpers/paths.ts';

const NAMES = Object.keys(TOPICS);

function help(...args: string[]) {
  const env = { ...process.env, NO_COLOR: '1' };
  return spawnSync(process.execPath, [CLI, 'help', ...args], { encoding: 'utf8', env });
}

describe('help', () => {
  it('without a topic lists the commands and the topics', () => {
    const { status, stdout } = help();
    expect(status).toBe(0);
    for (const name of [...Object.keys(COMMANDS), ...NAMES])
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it('of a command is its own help', () => {
    const own = spawnSync(process.execPath, [CLI, 'resume', '--help'], { encoding: 'utf8' });
    expect(help('resume').stdout).toBe(own.stdout);
    expect(own.stdout).toContain('--skip-interrupted');
  });

  it('of a rule says why it is one, with its examples', () => {
    expect(help('unknown-role').stdout).toMatchInlineSnapshot(`
      "unknown-role
        A mistyped tag would silently never run. \`--fix\` puts the near role in its
        place, when there is one.

        Wrong:

            \`\`\`bash rnu
            make
            \`\`\`

        Right:

            \`\`\`bash run
            make
            \`\`\`
      "
    `);
  });

  it('of a topic is the text of the documentation, without its tables and links', () => {
    expect(help('exit-codes').stdout).toMatchInlineSnapshot(`
      "Exit codes
        Code           Meaning
        0              every selected step passed
        1              a step or an expectation failed, or a document was flaky;
                       \`check\`, \`update\` and \`export --check\` found something
        2              wrong usage, or the document is invalid; nothing ran
        3              nothing was executed
        4              ended by you before its end, or passed but for steps that count
                       as done by your word alone
        5              the engine itself failed, or a report that was asked for is not
                       whole (instead of 0, 3, 4)
        129, 130, 143  interrupted by SIGHUP, SIGINT, SIGTERM, after cleanup
      "
    `);
    expect(help('references').stdout).toMatchInlineSnapshot(`
      "References
        \`\${name}\` in \`ready\`, \`cwd\`, \`file\`, \`stdin\`, \`confirm\` and \`env.NAME\`, in
        expectations, in requests, and in file blocks with \`expand\`, stands for

        - a param, by its name or by its variable (\`\${port}\` and \`\${PORT}\` are the
          same), or
        - a capture of a step that ran before, by \`capture=\` or by an expectation. A
          step's own expectations can also use what its expectations above them
          captured.

        Any other name is an error, and so is what only looks like a reference, such
        as \`\${port:-80}\`. \`\\\${\` stands for the characters themselves. Code is never
        substituted into: there, \`$PORT\` is an environment variable like any other.
      "
    `);
  });

  it.each([
    ['exit-code', '  hint did you mean `runbook help exit-codes`?'],
    ['secerts', '  hint did you mean `runbook help secrets`?'],
    ['chekc', '  hint did you mean `runbook help check`?'],
    ['constructor', '  hint `runbook help` lists the topics'],
  ])('of `%s`, which is no topic, names the nearest one', (name, hint) => {
    const { status, stdout, stderr } = help(name);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      `error there is no topic, command or rule \`${name}\``,
      hint,
    ]);
  });

  it('takes one topic', () => {
    expect(help('roles', 'keys')).toMatchObject({
      status: 2,
      stderr: 'error `help` takes one topic, and there are 2: roles keys\n',
    });
  });

  it('on a terminal has bold headings, and no colours where none are wanted', async () => {
    const words = [process.execPath, CLI, 'help', 'exit-codes'];
    const painted = await openJob('', { words });
    await painted.end();
    expect(painted.painted()).toContain('\x1b[1mExit codes');
    const plain = await openJob('', { words, env: { NO_COLOR: '1' } });
    await plain.end();
    expect(plain.transcript()).toContain('Exit codes');
    expect(plain.painted()).not.toContain('\x1b[1m');
  });
});

describe('topics', () => {
  const texts = collectTopics((page) => readFileSync(join(ROOT, 'docs', page), 'utf8'));

  it.each(NAMES)('%s is in the program as the documentation has it', (name) => {
    const text = texts[name] ?? '';
    const shown = renderPage(text, PLAIN);
    expect(help(name).stdout).toBe(shown);
    expect(shown.split('\n').length).toBeGreaterThan(5);
  });

  it.each(NAMES)(
    '%s fits a terminal of 80 columns, but for code, which is shown as it is',
    (name) => {
      const text = texts[name] ?? '';
      const code = parseMarkdown(text, name).fences.flatMap(({ body }) =>
        body.split('\n').map((line) => line.trim()),
      );
      const lines = renderPage(text, PLAIN).split('\n');
      const isCode = (line: string): boolean => code.includes(line.trim());
      expect(lines.filter((line) => [...line].length > 80 && !isCode(line))).toEqual([]);
    },
  );

  it('are in a file that no command loads at once', () => {
    const bundle = readBundle();
    const holders = Object.entries(bundle.files).filter(
      ([, { inputs }]) => 'src/help/topic-texts.ts' in inputs,
    );
    expect(holders.length).toBe(1);
    const [[file] = ['']] = holders;
    const commands = Object.keys(COMMANDS).map((name) => `src/cli/commands/${name}.ts`);
    const loaded = findFiles(bundle, ['src/cli/main.ts', 'src/cli/program.ts', ...commands]);
    expect(loaded.length).toBeGreaterThan(10);
    expect(loaded).not.toContain(file);
  });

  it('have names that no command and no rule has', () => {
    const others = [...Object.keys(COMMANDS), ...Object.keys(RULES)];
    expect(NAMES.filter((name) => others.includes(name))).toEqual([]);
  });

  it('of a section that a page does not have are an error of the build', () => {
    expect(() => collectTopics(() => '# A page\n\ntext\n')).toThrow(
      'docs/format.md has no section #principles',
    );
  });
});
