/** Reporters of one's own: given to `run`, and loaded by the program. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RUN_EVENT_TYPES } from '../../src/engine/events.ts';
import { runInline } from '../helpers/run-inline.ts';
import { runScript } from './run-script.ts';

const TWO = '# Two\n\n```bash run id=a\necho 1\n```\n\n```bash run id=b\necho 2\n```\n';
const NONE = '# None\n\n```bash run id=a if=false\n:\n```\n';
const BAD = '# Bad\n\n```bash run id=a\nfalse\n```\n';

describe('a reporter that is given to run', () => {
  it('is told of every event in order, and the run ends when it has written out', async () => {
    const { said, stderr } = await runScript(
      `const told = [];
const hooks = {};
for (const type of ${JSON.stringify(RUN_EVENT_TYPES)}) hooks[type] = (event) => { told.push(event); };
let closed = false;
const slow = defineReporter({ hooks: { 'step-end': () => new Promise((resolve) => setTimeout(resolve, 50)).then(() => told.push('late')) } });
const last = defineReporter({ hooks: {}, async close() { await Promise.resolve(); closed = told.filter((one) => one === 'late').length === 2; } });
const started = run({ path: 'doc.md' }, { reporters: [{ hooks }, slow, last] });
const read = [];
for await (const event of started) read.push(event);
await started.result;
say([JSON.stringify(read) === JSON.stringify(told.filter((one) => one !== 'late')), read.length, closed]);`,
      { document: TWO },
    );
    expect(stderr).toBe('');
    expect(said).toEqual([[true, 6, true]]);
  });

  it.each([
    ["hooks: { 'step-end': () => { throw new Error('boom'); } }", 'step-end'],
    ["hooks: { 'step-end': async () => { throw new Error('boom'); } }", 'step-end'],
    ["hooks: {}, close() { throw new Error('boom'); }", 'close'],
    ["hooks: {}, close: () => Promise.reject(new Error('boom'))", 'close'],
    ["hooks: { 'run-end': () => Promise.reject('boom') }", 'run-end'],
  ])('fails by name, and the run and other reporters do not notice: %s', async (code, hook) => {
    const { said, stderr, exitCode } = await runScript(
      `let count = 0;
const started = run({ path: 'doc.md' }, { reporters: [{ name: 'mine', ${code} }, { hooks: { 'step-end': () => { count += 1; } } }] });
const { exitCode, summary, reportErrors } = await started.result;
say([exitCode, summary.passed, count]);
say(reportErrors.map(({ name, target, hook, message, cause }) => ({ name, target, hook, message: message.replace(/ \\(.*\\)$/, ''), cause: String(cause) })));`,
      { document: TWO },
    );
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(said).toEqual([
      [5, 2, 2],
      [
        {
          name: 'ReportError',
          target: 'mine',
          hook,
          message: `\`${hook}\` has thrown: boom`,
          cause: expect.stringMatching(/boom$/),
        },
      ],
    ]);
  });

  it('has its place for a name when it says none, and says where it has thrown', async () => {
    const { said } = await runScript(
      `import own from './own.mjs';
const { reportErrors } = await run({ path: 'doc.md' }, { reporters: [own] }).result;
say(reportErrors.map(({ target, message }) => [target, message]));`,
      {
        document: TWO,
        files: {
          'own.mjs':
            "export default {\n  hooks: {\n    'run-start'() {\n      none();\n    },\n  },\n};\n",
        },
      },
    );
    expect(said).toEqual([
      [
        [
          'reporters[0]',
          expect.stringMatching(
            /^`run-start` has thrown: none is not defined \(\/.*\/own\.mjs:4:7\)$/,
          ),
        ],
      ],
    ]);
  });

  it.each([
    [NONE, 3, 5],
    [BAD, 1, 1],
  ])(
    'that fails makes 5 of what is no failure, and nothing of one: %j',
    async (document, without, withOne) => {
      const { said } = await runScript(
        `const fail = { hooks: { 'run-end': () => { throw new Error('boom'); } } };
for (const reporters of [[], [fail]]) say((await run({ path: 'doc.md' }, { reporters }).result).exitCode);`,
        { document },
      );
      expect(said).toEqual([without, withOne]);
    },
  );
});

const OWN = `export default ({ write, file }) => ({
  hooks: {
    'run-start': ({ title }) => write(\`# \${title} \${file !== undefined}\\n\`),
    'step-end': ({ step, verdict }) => write(\`\${step} \${verdict.status}\\n\`),
  },
  close: () => write('end\\n'),
});
`;

describe('a reporter that the program loads', () => {
  it('writes to its file as it goes, or at the end to stdout', async () => {
    const document = `${TWO}\n\`\`\`bash test id=c\ncat out.txt\n\`\`\`\n\n\`\`\`output\n# Two true\na passed\nb passed\n\`\`\`\n`;
    const args = ['--quiet', '--report', './own.mjs', '--report', './own.mjs=out.txt'];
    const { stdout, stderr, exitCode, dir } = await runInline(document, {
      args,
      files: { 'own.mjs': OWN },
    });
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toMatch(/^3 passed in .*\n# Two false\na passed\nb passed\nc passed\nend\n$/);
    expect(readFileSync(join(dir, 'out.txt'), 'utf8')).toMatch(/c passed\nend\n$/);
  });

  it('is told of a past run, and of the documents of a suite one after the other', async () => {
    const files = { 'own.mjs': OWN, 'docs/c.md': BAD };
    const first = await runInline(TWO, { files });
    const [start] = first.events;
    const run = start?.type === 'run-start' ? start.run : '';
    const words = { name: null, place: first.place } as const;
    const again = await runInline('', {
      ...words,
      command: 'report',
      args: [run, '--report', './own.mjs=past.txt'],
    });
    expect(again.stderr).toBe('');
    expect(readFileSync(join(first.dir, 'past.txt'), 'utf8')).toContain('b passed\nend\n');
    const suite = await runInline('', {
      ...words,
      command: 'test',
      args: ['doc.md', 'docs/c.md', '--report', './own.mjs=suite.txt'],
    });
    expect(suite.exitCode).toBe(1);
    expect(readFileSync(join(first.dir, 'suite.txt'), 'utf8')).toBe(
      '# Two true\na passed\nb passed\n# Bad true\na failed\nend\n',
    );
  });

  it('that throws is a report that is not whole', async () => {
    const { stderr, exitCode, stdout, events } = await runInline(TWO, {
      args: ['--report', './own.mjs'],
      files: {
        'own.mjs':
          "export default {\n  hooks: { async 'step-end'() { throw new Error('boom'); } },\n};\n",
      },
    });
    expect(exitCode).toBe(5);
    expect(stdout).toContain('2 passed');
    expect(events.at(-1)).toMatchObject({ type: 'run-end', exitCode: 0 });
    expect(stderr).toMatch(
      /^error --report \.\/own\.mjs: the report is not whole: `step-end` has thrown: boom \(\/.*\/own\.mjs:2:\d+\)\n {2}hint mend the reporter, then write it again: `runbook report \w+ --report \.\/own\.mjs`\n$/,
    );
  });

  it.each([
    ['./none.mjs', /there is no file \/.*\/none\.mjs\n/],
    ['./broken.mjs', /cannot be loaded: Unexpected token/],
    [
      './empty.mjs',
      /has no reporter as its default export: a reporter is an object with `hooks`\n/,
    ],
    ['./typo.mjs', /default export: there is no event `step-ends`; the events are run-start, /],
    ['./throws.mjs=out.txt', /has no reporter: its default export has thrown: no token\n/],
    ['own.mjs', /a file with a reporter begins with `\.\/`: `--report \.\/own\.mjs`\n/],
    ['./own.mjs=', /`--report \.\/own\.mjs` needs a file/],
    ['./own.mjs=none/out.txt', /--report \.\/own\.mjs=\/.*\/none\/out\.txt: cannot be written/],
  ])('is refused before anything runs when it is none: %s', async (report, text) => {
    const { stderr, exitCode, events, dir } = await runInline(TWO, {
      args: ['--report', report],
      files: {
        'own.mjs': OWN,
        'broken.mjs': 'export default {{\n',
        'empty.mjs': 'export const hooks = {};\n',
        'typo.mjs': "export default { hooks: { 'step-ends'() {} } };\n",
        'throws.mjs': "export default () => { throw new Error('no token'); };\n",
      },
    });
    expect(stderr).toMatch(text);
    expect(exitCode).toBe(2);
    expect(events).toEqual([]);
    expect(existsSync(join(dir, 'out.txt'))).toBe(false);
  });
});
