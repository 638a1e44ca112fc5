import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkTypes, createProject, runVitest, type TestReport, watchVitest } from './project.ts';

/** A test file that describes what `call` says. */
const describing = (call: string): string =>
  `import { describeRunbooks } from 'runbook/vitest';\n${call}\n`;

const GUIDE = `# Guide

\`\`\`bash require id=tools
: >>"$TRACE.tools"
\`\`\`

## First

\`\`\`bash run id=first
: >>"$TRACE.first"
greeting=hello
\`\`\`

\`\`\`bash test id=second
echo "$greeting"
\`\`\`

\`\`\`output
goodbye
\`\`\`

\`\`\`bash test id=third
: >>"$TRACE.third"
\`\`\`

\`\`\`bash cleanup id=tidy
: >>"$TRACE.tidy"
\`\`\`
`;

const rows = (tests: readonly TestReport[]): string[] =>
  tests.map(({ document, title, status, line }) => `${document}:${line} ${title} ${status}`);

describe('describeRunbooks', () => {
  it('has a test for each step, at its line, that ends as the step does', async () => {
    const root = createProject({
      'docs/guide.md': GUIDE,
      'docs/plain.md': '# Plain\n\n```json\n{}\n```\n',
      'docs/skip.md':
        '---\nrunbook: {test: {skip: needs root}}\n---\n# S\n\n```bash run id=a\nfalse\n```\n',
      'docs/typo.md': '# T\n\n```bash tset id=a\n:\n```\n',
      'docs/fail.md':
        '---\nrunbook: {test: {expect-fail: a}}\n---\n# F\n\n```bash run id=a\nfalse\n```\n',
      'docs.test.js': describing(
        "describeRunbooks('docs/*.md', { env: { TRACE: process.cwd() + '/trace' } });",
      ),
    });
    const { tests, exitCode, printed } = await runVitest(root);
    expect(exitCode).toBe(1);
    expect(rows(tests)).toEqual([
      'docs/fail.md:6 run · a: F passed',
      'docs/guide.md:3 require · tools: Guide passed',
      'docs/guide.md:9 run · first: First passed',
      'docs/guide.md:14 test · second: First failed',
      'docs/guide.md:22 test · third: First skipped',
      'docs/guide.md:26 cleanup · tidy: First passed',
      'docs/plain.md:1 no tagged block skipped',
      'docs/skip.md:6 run · a: S skipped',
      'docs/typo.md:3 can be run failed',
    ]);
    // What editors and reporters jump to is the expectation.
    expect(tests[3]?.message).toContain(`at ${join(root, 'docs/guide.md')}:18:1`);
    expect(printed).toContain('- goodbye\n');
    expect(printed).toContain('❯ docs/guide.md:18:1');
    expect(tests[8]?.message).toContain(`at ${join(root, 'docs/typo.md')}:3:9`);
    expect(printed).not.toContain('deprecated');
  });

  it('runs what comes before a step that -t picks, and nothing behind it', async () => {
    const root = createProject({
      'guide.md': GUIDE.replace('goodbye', 'hello'),
      'docs.test.js': describing(
        "describeRunbooks('guide.md', { env: { TRACE: process.cwd() + '/trace' } });",
      ),
    });
    const { tests, exitCode } = await runVitest(root, ['-t', 'second']);
    expect(exitCode).toBe(0);
    expect(tests.filter(({ status }) => status === 'passed').map(({ title }) => title)).toEqual([
      'test · second: First',
    ]);
    const ran = ['tools', 'first', 'third', 'tidy'].filter((name) =>
      existsSync(join(root, `trace.${name}`)),
    );
    expect(ran).toEqual(['tools', 'first', 'tidy']);
  });

  it('takes params, files and a flag, and writes reports as vitest does', async () => {
    const root = createProject({
      'a.md': `---\nrunbook: {params: {port: {type: int}}}\n---\n# A\n
\`\`\`bash test id=a confirm="Really?"
cat given; echo "$PORT"
\`\`\`

\`\`\`output
from outside
42
\`\`\`
`,
      'docs.test.js': describing(`
import { writeFileSync } from 'node:fs';
describeRunbooks(['*.md', '!b.md'], {
  set: { port: '42' },
  yes: true,
  concurrent: true,
  prepare: ({ document, workdir }) => writeFileSync(workdir + '/given', 'from outside\\n'),
});`),
    });
    const { exitCode, printed } = await runVitest(root, [
      '--reporter=junit',
      '--outputFile.junit=junit.xml',
    ]);
    expect({ exitCode, printed }).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(root, 'junit.xml'), 'utf8')).toContain('name="a.md &gt; test · a: A"');
  });

  it('fails a document that is not covered, at its first fence that nothing is known of', async () => {
    const root = createProject({
      'a.md': '# A\n\n```json\n{}\n```\n\n```text\nshown\n```\n',
      'b.md': '# B\n\n```json\n{}\n```\n\n```text no-check\nshown\n```\n',
      'docs.test.js': describing("describeRunbooks('*.md', { coverage: 100 });"),
    });
    const { tests } = await runVitest(root);
    expect(tests.map(({ status }) => status)).toEqual(['failed', 'passed']);
    expect(tests[0]?.message).toContain('1 of 2 fences are shown and proven by nothing');
    expect(tests[0]?.message).toContain(`at ${join(root, 'a.md')}:7:1`);
  });

  it('fails the document whose server dies after it was up', async () => {
    const root = createProject({
      'a.md': `# A

\`\`\`bash run id=server background ready=file:up
echo $BASHPID >pid; : >up; until [[ -e go ]]; do sleep 0.05; done; exit 3
\`\`\`

\`\`\`bash run id=next
: >go
until ! kill -0 "$(<pid)" 2>/dev/null; do sleep 0.05; done
\`\`\`
`,
      'docs.test.js': describing("describeRunbooks('a.md');"),
    });
    const { exitCode, printed } = await runVitest(root);
    expect(exitCode).toBe(1);
    expect(printed).toContain('a.md:3  run · server');
    expect(printed).toContain('❯ a.md:3:1');
  });

  it('says so when there is no document', async () => {
    const root = createProject({ 'docs.test.js': describing("describeRunbooks('no/*.md');") });
    const { exitCode, printed } = await runVitest(root);
    expect(exitCode).toBe(1);
    expect(printed).toContain('describeRunbooks: no document matches no/*.md');
  });

  it('runs a document again that changes in watch mode', async () => {
    const step = (code: string): string => `# A\n\n\`\`\`bash test id=a\n${code}\n\`\`\`\n`;
    const root = createProject({
      'a.md': step('false'),
      'docs.test.js': describing("describeRunbooks('a.md');"),
      'vitest.config.js': `export default {
  test: { watchTriggerPatterns: [{ pattern: /\\.md$/, testsToRun: () => 'docs.test.js' }] },
};\n`,
    });
    const vitest = watchVitest(root);
    let printed = '';
    const closed = new Promise((resolve) => vitest.once('close', resolve));
    vitest.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    const poll = (text: string): Promise<void> =>
      expect.poll(() => printed, { timeout: 40_000 }).toContain(text);
    try {
      await poll('Watching for file changes');
      expect(printed).toContain('1 failed');
      writeFileSync(join(root, 'a.md'), step('true'));
      await poll('1 passed');
    } finally {
      vitest.kill('SIGTERM');
      await closed;
    }
  });
});

describe('documentTests', () => {
  it('makes each document a test file, with its steps as tests at their lines', async () => {
    const root = createProject({
      'docs/guide.md': GUIDE,
      'docs/json.md': '# JSON\n\n```json\n{}\n```\n',
      'vitest.config.js': `import { documentTests } from 'runbook/vitest';
export default {
  plugins: [documentTests({ coverage: 100, env: { TRACE: process.cwd() + '/trace' } })],
  test: { include: ['docs/*.md'] },
};\n`,
    });
    const { tests, exitCode, printed } = await runVitest(root);
    const shown = tests.map(
      ({ file, line, title, status }) => `${file}:${line} ${title} ${status}`,
    );
    expect(shown.sort()).toEqual([
      'docs/guide.md:1 runs, checks or declares inert every fence passed',
      'docs/guide.md:14 test · second: First failed',
      'docs/guide.md:22 test · third: First skipped',
      'docs/guide.md:26 cleanup · tidy: First passed',
      'docs/guide.md:3 require · tools: Guide passed',
      'docs/guide.md:9 run · first: First passed',
      'docs/json.md:1 runs, checks or declares inert every fence passed',
    ]);
    expect(exitCode).toBe(1);
    expect(printed).toContain('❯ docs/guide.md:18:1');
  });
});

describe('the types of runbook/vitest', () => {
  it('refuse an option that there is not, without the types of Node', async () => {
    const root = createProject({
      'ok.ts': describing("describeRunbooks(['a.md'], { coverage: 100, manual: 'done' });"),
      'typo.ts': describing("describeRunbooks('a.md', { converage: 100 });"),
    });
    expect(await checkTypes(root, 'ok.ts')).toBe('');
    expect(await checkTypes(root, 'typo.ts')).toContain(
      "'converage' does not exist in type 'DescribeOptions'",
    );
  });
});
