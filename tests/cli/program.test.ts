import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLI } from '../helpers/paths.ts';
import { eventsOf, runInline } from '../helpers/run-inline.ts';

const PASSING = '# Doc\n\n```bash test id=one\necho hi\n```\n\n```output\nhi\n```\n';
const FAILING = PASSING.replace('echo hi', 'echo ho');

describe('exit codes', () => {
  it('0: every step passed', async () => {
    const { exitCode, stdout, stderr } = await runInline(PASSING);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Doc {2}.* · run \w+\n✔ Doc {2}echo hi {2}\d+ms\n1 passed in \d+ms\n$/);
  });

  it('H17: 1: a mismatch, shown with its lines', async () => {
    const { exitCode, stdout } = await runInline(FAILING);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('✗ doc.md:3  test · one');
    expect(stdout).toContain('\n    8      │ - hi\n         1 │ + ho\n');
  });

  it('2: an invalid document, all errors located, nothing run', async () => {
    const { exitCode, stdout, stderr } = await runInline(
      '# Doc\n\n```bash tset\ntouch ran\n```\n\n```bash run retyr=1\n```\n',
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatchInlineSnapshot(`
      "doc.md:3:9 error unknown role \`tset\` [unknown-role]
          3 │ \`\`\`bash tset
            │         ^^^^
        hint did you mean \`test\`?
      doc.md:7:13 error unknown attribute \`retyr\` [unknown-attribute]
          7 │ \`\`\`bash run retyr=1
            │             ^^^^^^^
        hint did you mean \`retry\`?

      2 errors
      "
    `);
  });

  it('H27: 2: an interpreter that is missing, before anything runs', async () => {
    const { exitCode, stderr, events } = await runInline(
      '# Doc\n\n```bash run\ntouch ran\n```\n\n```cobol run\n```\n',
    );
    expect({ exitCode, events }).toEqual({ exitCode: 2, events: [] });
    expect(stderr).toContain('doc.md:7:4 error no interpreter is known for `cobol` blocks');
  });

  it('H16: 2: an unknown id', async () => {
    const { exitCode, stderr } = await runInline(PASSING, { args: ['--from', 'onne'] });
    expect(exitCode).toBe(2);
    expect(stderr).toMatchInlineSnapshot(`
      "error --from onne: no step has this id; did you mean \`one\`?
        hint \`runbook list doc.md\` shows the ids, roles and headings
      "
    `);
  });

  it('H16: 3: nothing was executed', async () => {
    const { exitCode, stdout } = await runInline('# Doc\n\n```bash\necho\n```\n');
    expect(exitCode).toBe(3);
    expect(stdout).toContain(
      'no step was executed, which is not a pass\nhint no block of it says what it is: a role stands behind the language, as in ```bash run\n',
    );
  });

  it('3: all steps were left out, which wants no such hint', async () => {
    const { exitCode, stdout } = await runInline(PASSING, { args: ['--skip', 'one'] });
    expect(exitCode).toBe(3);
    expect(stdout).not.toContain('hint');
  });

  it('2: a report that cannot be written, before anything runs', async () => {
    const { exitCode, stderr, stdout } = await runInline(PASSING, {
      args: ['--report', 'jsonl=/proc/x/y'],
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('--report jsonl=/proc/x/y: cannot be written');
  });

  it('H38: 5: a state folder that cannot be made, without a stack trace', async () => {
    const { exitCode, stderr } = await runInline(PASSING, {
      args: ['--state-dir', 'doc.md/state'],
    });
    expect(exitCode).toBe(5);
    expect(stderr).toContain('error the engine failed (state-folder)');
    expect(stderr).not.toContain('    at ');
  });
});

describe('a document', () => {
  const files = { 'runbooks/deploy.md': PASSING, 'docs/guide.md': PASSING, 'notes.md': '' };

  it.each(['deploy', 'deploy.md', 'runbooks/deploy.md', 'guide'])(
    'is found as `%s`',
    async (word) => {
      const { exitCode } = await runInline('', { name: null, args: [word], files });
      expect(exitCode).toBe(0);
    },
  );

  it.each([
    ['deplyo', 'did you mean `runbooks/deploy.md`?'],
    ['something-else', 'there are notes.md, runbooks/deploy.md, docs/guide.md'],
    ['runbooks', 'is a folder'],
  ])('that is not there, `%s`, is answered with what is', async (word, hint) => {
    const { exitCode, stderr } = await runInline('', { name: null, args: [word], files });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(hint);
  });
});

describe('the output', () => {
  it('off a terminal has no colour unless it is asked for', async () => {
    const [plain, colored] = await Promise.all([
      runInline(PASSING),
      runInline(PASSING, { args: ['--color', 'always'] }),
    ]);
    expect(plain.stdout).not.toContain('\x1b');
    expect(colored.stdout).toContain('\x1b[32m✔');
  });

  it('--report jsonl= is every event but those for the screen', async () => {
    const { events } = await runInline(PASSING);
    expect(events.map(({ type }) => type)).toEqual([
      'run-start',
      'step-start',
      'step-end',
      'run-end',
    ]);
    expect(eventsOf(events, 'run-end')[0]).toMatchObject({ exitCode: 0, summary: { passed: 1 } });
  });

  it('does not decide the verdict when nobody reads it', async () => {
    const { exitCode, stdout } = await runInline(
      '# Doc\n```bash run\nsh -c "$PROGRAM run inner.md | head -1; :" > first\ncat ran\n```\n',
      {
        files: { 'inner.md': '# Inner\n```bash run\nsleep 0.3; touch ran; echo yes > ran\n```\n' },
        env: { PROGRAM: `${process.execPath} ${process.cwd()}/dist/cli.js` },
      },
    );
    expect({ exitCode, stdout: stdout.includes('1 passed') }).toEqual({
      exitCode: 0,
      stdout: true,
    });
  });
});

describe('other commands', () => {
  it('--version is one line', async () => {
    const { exitCode, stdout } = await runInline('', { name: null, command: '--version' });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'runbook 0.1.0\n' });
  });

  it('plan executes and writes nothing, and shows files as differences', async () => {
    const { exitCode, stdout, dir } = await runInline(
      '# Doc\n```bash run\ntouch ran\n```\n```yaml configure file=a.yaml id=a\nx: 2\n```\n',
      { command: 'plan', files: { 'a.yaml': 'x: 1\n' } },
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('a.yaml: replaces');
    expect(stdout).toContain('     -x: 1\n     +x: 2\n');
    expect(readFileSync(`${dir}/a.yaml`, 'utf8')).toBe('x: 1\n');
  });

  it('plan keeps secrets to itself', async () => {
    const { stdout } = await runInline(
      '---\nrunbook: {params: {key: {type: string, secret: true}}}\n---\n# Doc\n```text configure file=a expand\nk=$'.concat(
        '{key}\n```\n',
      ),
      { command: 'plan', env: { KEY: 'hunter2' } },
    );
    expect(stdout).toContain('+k=•••');
    expect(stdout).not.toContain('hunter2');
  });

  it('plan shows a request as it is sent, with secrets masked, and the status that it needs', async () => {
    const head =
      '---\nrunbook: {params: {port: {default: "80"}, key: {secret: true}}}\n---\n# Doc\n';
    const request = 'GET http://h:${port}/\nX-Key: ${key}\n\n\\${x}';
    const first = `\`\`\`http test id=a\n${request}\n\`\`\`\n`;
    const second = '```http test id=b\nGET http://h/\n```\n```http expect\nHTTP 404\n```\n';
    const { stdout } = await runInline(head + first + second, {
      command: 'plan',
      env: { KEY: 'hunter2' },
    });
    expect(stdout.slice(stdout.indexOf('1. a'))).toMatchInlineSnapshot(`
      "1. a  test  Doc  doc.md:5
           GET http://h:80/
           X-Key: •••
           
           \${x}
         expect    a status of 2xx

      2. b  test  Doc  doc.md:11
           GET http://h/
         expect    http expect (HTTP 404), line 14

      2 steps; nothing was executed
      "
    `);
  });

  it('plan shows what may run after a failure apart, and counts it apart', async () => {
    const text = `# Doc

## Start

\`\`\`bash run id=a on-fail=#help
true
\`\`\`

\`\`\`bash rollback id=undo
rm a
\`\`\`

\`\`\`bash test id=b
true
\`\`\`

## Help

\`\`\`bash diagnose id=look
df -h
\`\`\`

\`\`\`bash cleanup id=clean
true
\`\`\`
`;
    const { stdout } = await runInline(text, { command: 'plan', args: ['--until', 'a'] });
    expect(stdout.slice(stdout.indexOf('2. clean'))).toMatchInlineSnapshot(`
      "2. clean  cleanup  Help  doc.md:23
           true
         expect    exit 0

      Diagnosis, after a failure that points at its section:

      3. look  diagnose  Help  doc.md:19
           df -h
         expect    exit 0

      Rollback, after a failure, with --rollback:

      4. undo  rollback  Start  doc.md:9
           rm a
         expect    exit 0

      2 steps, 2 only after a failure, 1 not selected; nothing was executed
      "
    `);
  });

  it('loads what speaks HTTP only when something is asked over HTTP', () => {
    const dist = dirname(CLI);
    const chunks = readdirSync(dist).filter((name) => name.endsWith('.js'));
    const texts = chunks.map((name) => readFileSync(`${dist}/${name}`, 'utf8'));
    expect(texts.filter((text) => text.includes('import("node:http")'))).toHaveLength(1);
    expect(texts.filter((text) => /from ?"(?:node:)?https?"/.test(text))).toEqual([]);
  });

  it('list --json is for other programs', async () => {
    const { stdout } = await runInline(PASSING, { command: 'list', args: ['--json'] });
    expect(JSON.parse(stdout)).toMatchObject({
      title: 'Doc',
      steps: [{ id: 'one', role: 'test', line: 3, expectations: [{ line: 7 }] }],
    });
  });

  it('list and plan tell the verdicts that are attributes', async () => {
    const document = `# Doc
\`\`\`bash run id=a max=90s capture=x
\`\`\`
\`\`\`bash health id=b stable=3
\`\`\`
\`\`\`bash run id=c stable=2 every=2s
\`\`\`
`;
    const data = await runInline(document, { command: 'list', args: ['--json'] });
    expect(JSON.parse(data.stdout).steps).toMatchObject([
      { id: 'a', maxMs: 90_000, stable: null, capture: 'x' },
      { id: 'b', maxMs: null, stable: 3, capture: null },
      { id: 'c', maxMs: null, stable: 2, capture: null },
    ]);
    const list = await runInline(document, { command: 'list' });
    expect(list.stdout).toContain('bash, at most 90s, captures x\n');
    expect(list.stdout).toContain('bash, 3 times in a row\n');
    const plan = await runInline(document, { command: 'plan' });
    expect(plan.stdout).toMatch(/max +90s\n +capture +stdout as x\n/);
    expect(plan.stdout).toMatch(/repeat +until it passes 3 times in a row, within 30s, every 1s\n/);
    expect(plan.stdout).toMatch(/repeat +has to pass 2 times in a row, 2s apart\n/);
  });

  it('check finds errors of several documents and exits 1', async () => {
    const { exitCode, stdout } = await runInline('# A\n```bash rnu\n```\n', {
      command: 'check',
      args: ['b.md'],
      files: { 'b.md': '# B\n```cobol run\n```\n' },
    });
    expect(exitCode).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
      "doc.md:2:9 error unknown role \`rnu\` [unknown-role]
          2 │ \`\`\`bash rnu
            │         ^^^
        hint did you mean \`run\`?
      doc.md: 0 of 1 fence run (0%), 1 only shown
      b.md:2:4 error no interpreter is known for \`cobol\` blocks [unknown-language]
          2 │ \`\`\`cobol run
            │    ^^^^^
        hint a step is one of \`sh\`, \`bash\`, \`shell\`, \`python\`, \`python3\`, \`js\`, \`mjs\`, \`javascript\`, \`ts\`, \`typescript\`, \`ruby\`, \`perl\`, \`php\`, \`lua\`, \`r\` or \`go\`; any other says what runs it: \`interpreter="CMD {file}"\`
      b.md: 1 of 1 fence run (100%)
      all together: 1 of 2 fences run (50%), 1 only shown
      2 documents checked: 2 errors
      "
    `);
  });

  it('check exits 0 for warnings, and 1 with --strict', async () => {
    const weak = '# Doc\n```bash test\ntrue\n```\n';
    const [lax, strict] = await Promise.all([
      runInline(weak, { command: 'check' }),
      runInline(weak, { command: 'check', args: ['--strict'] }),
    ]);
    expect([lax.exitCode, strict.exitCode]).toEqual([0, 1]);
  });

  it('export --check tells when the committed page is stale', async () => {
    const made = await runInline(PASSING, { command: 'export', args: ['--to', 'markdown'] });
    const compare = (page: string) =>
      runInline(PASSING, {
        command: 'export',
        args: ['--to', 'markdown', '--check', 'page.md'],
        files: { 'page.md': page },
      });
    const [fresh, stale] = await Promise.all([
      compare(made.stdout),
      compare(made.stdout.replace('echo hi', 'echo old')),
    ]);
    expect([fresh.exitCode, stale.exitCode]).toEqual([0, 1]);
    expect(stale.stdout).toContain('-echo old\n+echo hi\n');
  });
});
