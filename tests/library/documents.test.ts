/** `parse`, `check` and `plan`: what can be known without running anything. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runInline } from '../helpers/run-inline.ts';
import { runScript } from './run-script.ts';

const GUIDE = `---
runbook:
  params:
    port: {type: port, default: 8000, description: where it listens}
    token: {secret: true, required: true}
---
# Guide

\`\`\`bash require id=tools
: >ran
\`\`\`

## Server

\`\`\`bash run id=server confirm="Really?"
: >ran
\`\`\`

\`\`\`output
up on \${port}
\`\`\`

\`\`\`bash cleanup id=tidy
: >ran
\`\`\`
`;

const WRONG =
  '# Wrong\n\n```bash rnu\n:\n```\n\n```bash run retyr=3\n:\n```\n\nSee [it](gone.md).\n';

describe('parse', () => {
  it('shows the steps, params and scenarios of a document', async () => {
    const { said, stderr } = await runScript(
      `const { steps, ...rest } = parse({ path: 'doc.md' }); say(rest); steps.forEach(say);`,
      { document: GUIDE },
    );
    expect(stderr).toBe('');
    expect(said).toMatchInlineSnapshot(`
      [
        {
          "file": "doc.md",
          "params": [
            {
              "default": "8000",
              "description": "where it listens",
              "env": "PORT",
              "line": 4,
              "name": "port",
              "required": false,
              "secret": false,
              "type": "port",
            },
            {
              "env": "TOKEN",
              "line": 5,
              "name": "token",
              "required": true,
              "secret": true,
              "type": "string",
            },
          ],
          "scenarios": [],
          "title": "Guide",
          "warnings": [],
        },
        {
          "background": false,
          "code": ": >ran
      ",
          "command": ": >ran",
          "endLine": 11,
          "id": "tools",
          "lang": "bash",
          "line": 9,
          "role": "require",
          "section": [],
          "timeoutMs": 600000,
          "title": "Guide",
        },
        {
          "background": false,
          "code": ": >ran
      ",
          "command": ": >ran",
          "endLine": 17,
          "expects": [
            {
              "line": 19,
              "summary": "output (1 line)",
            },
          ],
          "id": "server",
          "lang": "bash",
          "line": 15,
          "role": "run",
          "section": [
            "Server",
          ],
          "timeoutMs": 600000,
          "title": "Server",
        },
        {
          "background": false,
          "code": ": >ran
      ",
          "command": ": >ran",
          "endLine": 25,
          "id": "tidy",
          "lang": "bash",
          "line": 23,
          "role": "cleanup",
          "section": [
            "Server",
          ],
          "timeoutMs": 600000,
          "title": "Server",
        },
      ]
    `);
  });

  it('reads a text, a path from a folder, a URL, and a text that is not saved yet', async () => {
    const { said, stderr } = await runScript(
      `const step = ({ file, title, steps }) => say([file, title, steps.length]);
step(parse('# Text\\n'));
step(parse({ path: 'b.md' }, { cwd: 'sub' }));
step(parse({ path: new URL('sub/b.md', import.meta.url) }));
step(parse({ path: 'sub/b.md', text: '# Edited\\n' }));`,
      { files: { 'sub/b.md': '# B\n\n```bash run\n:\n```\n' } },
    );
    expect(stderr).toBe('');
    expect(said).toEqual([
      ['untitled.md', 'Text', 0],
      ['b.md', 'B', 1],
      ['sub/b.md', 'B', 1],
      ['sub/b.md', 'Edited', 0],
    ]);
  });

  it('throws all mistakes of a document at once, each with its place', async () => {
    const { said } = await runScript(
      `try { parse({ path: 'doc.md' }); } catch ({ name, message, problems }) { say({ name, message, problems }); }`,
      { document: WRONG },
    );
    expect(said).toMatchInlineSnapshot(`
      [
        {
          "message": "doc.md:3:9: unknown role \`rnu\`
      doc.md:7:13: unknown attribute \`retyr\`",
          "name": "DocumentError",
          "problems": [
            {
              "column": 9,
              "file": "doc.md",
              "fix": "run",
              "hint": "did you mean \`run\`?",
              "length": 3,
              "line": 3,
              "message": "unknown role \`rnu\`",
              "rule": "unknown-role",
              "severity": "error",
            },
            {
              "column": 13,
              "file": "doc.md",
              "fix": "retry=3",
              "hint": "did you mean \`retry\`?",
              "length": 7,
              "line": 7,
              "message": "unknown attribute \`retyr\`",
              "rule": "unknown-attribute",
              "severity": "error",
            },
          ],
        },
      ]
    `);
  });

  it.each([
    [`parse('guide.md')`, 'looks like a path'],
    [`parse({ path: 'none.md' })`, 'none.md: there is no such file'],
    [`parse({})`, 'a document is its text'],
    [`parse({ path: 'doc.md' }, { cdw: '.' })`, 'parse has no option `cdw` (did you mean `cwd`?)'],
    [`await plan('# A\\n', { parms: {} })`, 'plan has no option `parms` (did you mean `params`?)'],
    [`await plan('# A\\n', { params: { prot: 1 } })`, 'no param'],
    [`await plan({ path: 'doc.md' }, { only: ['sever'] })`, 'did you mean `server`?'],
    [`await plan('# A\\n', { only: 'server' })`, "`only` is a list: only: ['server']"],
    [`await check({ path: 'none.md' })`, 'none.md: there is no such file'],
    [`await check('# A\\n', { extern: true })`, 'did you mean `external`?'],
    [`defineReporter({ hooks: { 'step-ends': () => {} } })`, 'there is no event `step-ends`'],
    [`defineReporter({ 'step-end': () => {} })`, 'a reporter is an object with `hooks`'],
    [`defineReporter({ hooks: { notice: true } })`, 'the hook `notice` is no function'],
  ])('refuses %s', async (call, text) => {
    const { said, stderr } = await runScript(
      `try { ${call}; } catch (error) { say([error.message, ...(error.hints ?? []).map((hint) => '(' + hint + ')')].join(' ')); }`,
      { document: GUIDE },
    );
    expect(stderr).toBe('');
    expect(said).toEqual([expect.stringContaining(text)]);
  });
});

describe('check', () => {
  it('finds what the program finds', async () => {
    const program = await runInline(WRONG, { command: 'check', args: ['--format', 'json'] });
    const { documents } = JSON.parse(program.stdout) as {
      documents: { problems: { hint?: unknown; fix?: unknown }[]; coverage: unknown }[];
    };
    const { said } = await runScript(`say(await check({ path: 'doc.md' }));`, { document: WRONG });
    const known = documents.map(({ problems, ...rest }) => ({
      ...rest,
      problems: problems.map(({ hint, fix, ...problem }) => ({
        ...problem,
        file: 'doc.md',
        ...(hint === null ? {} : { hint }),
        ...(fix === null ? {} : { fix }),
      })),
    }));
    expect(known[0]?.problems.length).toBeGreaterThan(2);
    expect(said).toEqual(known);
  });

  it('takes a runbook as well, and links are looked up from its folder', async () => {
    const { said } = await runScript(
      `say((await check(parse({ path: 'a.md' }, { cwd: 'sub' }))).problems);
say((await check('See [it](sub/a.md), [that](b.md).\\n')).problems.map(({ rule, line }) => [rule, line]));`,
      { files: { 'sub/a.md': 'See [it](b.md).\n', 'sub/b.md': '' } },
    );
    expect(said).toEqual([[], [['broken-link', 1]]]);
  });
});

describe('plan', () => {
  it('says what would run and what is missing, and runs and writes nothing', async () => {
    const { said, stderr, place } = await runScript(
      `const { runbook, workdir, ...rest } = await plan({ path: 'doc.md' }, { params: { port: 8080 }, skip: ['tidy'] });
const ids = (steps) => steps.map(({ id }) => id);
say({ ...rest, steps: ids(rest.steps), cleanup: ids(rest.cleanup), unselected: ids(rest.unselected), title: runbook.title });
say(workdir === process.cwd());
const { missing, params } = await plan(runbook, { env: { TOKEN: 'hunter2hunter2' } });
say({ missing, params });`,
      { document: GUIDE },
    );
    expect(stderr).toBe('');
    expect(said).toMatchInlineSnapshot(`
      [
        {
          "cleanup": [],
          "diagnose": [],
          "missing": [
            "token",
          ],
          "params": [
            {
              "name": "port",
              "source": "--set",
              "value": "8080",
            },
            {
              "name": "token",
              "source": "not given",
              "value": "",
            },
          ],
          "questions": [
            {
              "kind": "confirm",
              "step": "server",
              "text": "\`server\` asks before it runs: Really?",
            },
          ],
          "rollback": [],
          "steps": [
            "tools",
            "server",
          ],
          "title": "Guide",
          "unselected": [
            "tidy",
          ],
        },
        true,
        {
          "missing": [],
          "params": [
            {
              "name": "port",
              "source": "default",
              "value": "8000",
            },
            {
              "name": "token",
              "source": "$TOKEN",
              "value": "•••",
            },
          ],
        },
      ]
    `);
    expect(readdirSync(place.dir).sort()).toEqual(['doc.md', 'node_modules', 'script.mjs']);
    expect(readdirSync(place.stateDir)).toEqual([]);
  });

  it('keeps the place of a runbook when paths start elsewhere', async () => {
    const { said } = await runScript(
      `const runbook = parse({ path: 'doc.md' });
const { result } = run(await plan(runbook, { cwd: 'sub' }));
const { exitCode, runFolder } = await result;
const [start] = readFileSync(runFolder + '/journal.jsonl', 'utf8').split('\\n').map((line) => JSON.parse(line || '{}'));
say([exitCode, start.setup.path === process.cwd() + '/doc.md', start.workdir === process.cwd() + '/sub', existsSync('sub/here')]);`,
      { document: '# A\n\n```bash run\n: >here\n```\n', files: { 'sub/x': '' } },
    );
    expect(said).toEqual([[0, true, true, true]]);
  });
});
