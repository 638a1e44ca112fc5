/** `run`: events, results, and what a run does to the process that it is in. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/engine/events.ts';
import { runScript } from './run-script.ts';

const STEPS = `# Steps

\`\`\`bash run id=first
echo one
\`\`\`

\`\`\`bash test id=second
echo two
\`\`\`

\`\`\`output
three
\`\`\`

\`\`\`bash cleanup id=tidy
: >tidied
\`\`\`
`;

/** A document of so many steps that each write their number. */
const long = (steps: number): string =>
  Array.from(
    { length: steps },
    (_, index) => `\`\`\`bash run id=s${index + 1}\necho >>trace\n\`\`\`\n`,
  ).join('\n');

describe('run', () => {
  it('gives the events in the order in which the record has them, and a result', async () => {
    const { said, stderr, exitCode, survivors } = await runScript(
      `const started = run({ path: 'doc.md' });
const events = [];
for await (const event of started) events.push(event);
const result = await started.result;
const journal = readFileSync(result.runFolder + '/journal.jsonl', 'utf8').trim().split('\\n').map((line) => JSON.parse(line));
say(JSON.stringify(events) === JSON.stringify(journal));
say(events.map(({ type, step }) => [type, step].join(' ').trim()));
const [{ step, reason, message }] = result.failures;
say({ exitCode: result.exitCode, failed: step.id, kind: reason.kind, reports: result.reportErrors });
say({ ...result.summary, durationMs: typeof result.summary.durationMs });
say(message.split('\\n').slice(1, 3));
say((await started[Symbol.asyncIterator] && existsSync('tidied')));`,
      { document: STEPS },
    );
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(said).toEqual([
      true,
      [
        'run-start',
        'step-start first',
        'step-end first',
        'step-start second',
        'step-end second',
        'cleanup',
        'step-start tidy',
        'step-end tidy',
        'run-end',
      ],
      { exitCode: 1, failed: 'second', kind: 'expectation', reports: [] },
      { passed: 2, failed: 1, skipped: 0, cancelled: 0, durationMs: 'number' },
      ['   12      │ - three', '         1 │ + two'],
      true,
    ]);
    expect(await survivors()).toEqual([]);
  });

  it('prints nothing, and leaves the process as it was', async () => {
    const { said, stdout, stderr } = await runScript(
      `const look = () => JSON.stringify([process.cwd(), process.env, process.umask(), process.eventNames().map((name) => [name, process.listenerCount(name)])]);
const before = look();
const started = run({ path: 'doc.md' }, { workdir: 'elsewhere', env: { ONLY: 'steps' }, live: true });
let during = '';
for await (const { type } of started) if (type === 'step-end') during = look();
say([before === during, before === look()]);`,
      {
        document:
          '# A\n\n```bash run\necho "$ONLY"; cd /; export MORE=1; umask 077\n```\n\n```output\nsteps\n```\n',
      },
    );
    expect(stderr).toBe('');
    expect(stdout).toBe('[true,true]\n');
    expect(said).toEqual([[true, true]]);
  });

  it('runs two documents in one process at once, and refuses one that is being run there', async () => {
    const { said, stderr } = await runScript(
      `const doc = (mine, other) => '# A\\n\\n\`\`\`bash run id=a\\nexport NAME=' + mine + '; : >../' + mine + '; until [[ -e ../' + other + ' ]]; do sleep 0.02; done\\n\`\`\`\\n\\n\`\`\`bash test id=b\\necho $NAME; pwd\\n\`\`\`\\n\\n\`\`\`output\\n' + mine + '\\n<<:path>>/' + mine + '-dir\\n\`\`\`\\n';
const one = run(doc('one', 'two'), { workdir: 'one-dir' });
for await (const { type } of one) {
  if (type !== 'step-start') continue;
  // The same document in the same folder.
  await run(doc('one', 'two'), { workdir: 'one-dir' }).result.catch(({ name, message }) => say([name, message.split(':')[0]]));
  break;
}
say((await one.result).exitCode);
const both = [run(doc('one', 'two'), { workdir: 'one-dir' }), run(doc('two', 'one'), { workdir: 'two-dir' })];
const events = both.map(async (each) => { const ids = []; for await (const event of each) if (event.type === 'run-start') ids.push(event.run); return ids.length; });
say(await Promise.all(events));
say((await Promise.all(both.map(({ result }) => result))).map(({ exitCode }) => exitCode));`,
    );
    expect(stderr).toBe('');
    expect(said).toEqual([
      ['UsageError', expect.stringMatching(/^untitled\.md is being run already in .*\/one-dir$/)],
      143,
      [1, 1],
      [0, 0],
    ]);
  });

  it.each([
    ["run('```bash rnu\\n:\\n```\\n')", 'DocumentError', 'untitled.md:1:9: unknown role `rnu`'],
    ["run({ path: 'none.md' })", 'UsageError', 'none.md: there is no such file'],
    ["run('# A\\n', { timeout: 1 })", 'UsageError', 'run has no option `timeout`'],
    ["run('# A\\n', { timeoutMs: -1 })", 'UsageError', '`timeoutMs` is a time in milliseconds'],
    ["run(await plan('# A\\n'), { params: {} })", 'UsageError', 'has no option `params`'],
    ["run('# A\\n', { manual: true })", 'UsageError', "`manual` is 'done', not 'true'"],
    ["run('# A\\n', { reporters: ['junit'] })", 'UsageError', "'junit=FILE'"],
    ["run('# A\\n', { reporters: ['pdf=x'] })", 'UsageError', 'no report of the kind `pdf`'],
    ["run('# A\\n', { reporters: ['tap=none/x'] })", 'UsageError', 'cannot be written'],
    ["run('# A\\n', { reporters: [{}] })", 'UsageError', 'reporters[0] is no reporter'],
    ["run('# A\\n', { stateDir: 'doc.md/x' })", 'EngineError', "cannot write the run's folder"],
    [
      'run(\'```bash run confirm="Really?"\\n:\\n```\\n\')',
      'UsageError',
      'asks before it runs: Really?',
    ],
    ["run('```bash manual\\n:\\n```\\n', { yes: true })", 'UsageError', 'is a `manual` step'],
    [
      "run('---\\nrunbook: {params: {key: {required: true}}}\\n---\\n')",
      'UsageError',
      'param `key` needs a value',
    ],
  ])('rejects both ways, and unheard is no unhandled rejection: %s', async (call, name, text) => {
    const { said, stderr, exitCode } = await runScript(
      `const started = ${call};
try { for await (const event of started) say(event.type); } catch (error) { say([error.name, error.message]); }
await started.result.catch((error) => say([error.name, error.message]));
${call};
await new Promise((resolve) => setImmediate(resolve));`,
    );
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    const told = [name, expect.stringContaining(text)];
    expect(said).toEqual([told, told]);
  });

  it('answers what would be asked, and takes the options of the program', async () => {
    const { said, stderr } = await runScript(
      `const { result } = run({ path: 'doc.md' }, { yes: true, manual: 'done', keepGoing: true, rollback: true, reporters: ['jsonl=sub/events.jsonl'], stateDir: 'records' });
const { exitCode, summary, runFolder } = await result;
say([exitCode, summary.passed, summary.failed, existsSync('undone'), runFolder.startsWith(process.cwd() + '/records/runs/')]);
say(readFileSync('sub/events.jsonl', 'utf8').trim().split('\\n').length > 5);`,
      {
        document:
          '# A\n\n```bash run id=a confirm="Really?"\n:\n```\n\n```bash manual id=m\n:\n```\n\n```bash rollback\n: >undone\n```\n\n```bash test id=b\nfalse\n```\n\n```bash test id=c\n:\n```\n',
        files: { 'sub/x': '' },
      },
    );
    expect(stderr).toBe('');
    expect(said).toEqual([[1, 3, 1, true, true], true]);
  });
});

describe('the reader of a run', () => {
  it('holds up the run between steps when it is slow', async () => {
    const { said, stderr } = await runScript(
      `let read = 0, lead = 0;
const steps = () => existsSync('trace') ? readFileSync('trace').length : 0;
const started = run({ path: 'doc.md' });
for await (const event of started) {
  if (event.type !== 'step-end') continue;
  read += 1;
  lead = Math.max(lead, steps() - read);
  // Slower than a step.
  await new Promise((resolve) => setTimeout(resolve, 5));
}
say([read, lead > 1, lead <= 64, (await started.result).exitCode]);`,
      { document: long(400) },
    );
    expect(stderr).toBe('');
    expect(said).toEqual([[400, true, true, 0]]);
  });

  it('can come later, but not when too much has happened, nor twice', async () => {
    const { said, stderr } = await runScript(
      `const short = run('# A\\n\\n\`\`\`bash run\\n:\\n\`\`\`\\n', { workdir: 'short' });
await short.result;
const types = [];
for await (const { type } of short) types.push(type);
say(types);
const tell = ({ message }) => say(message);
try { for await (const event of short) say(event); } catch (error) { tell(error); }
const long = run({ path: 'doc.md' });
say((await long.result).summary.passed);
try { for await (const event of long) say(event); } catch (error) { tell(error); }`,
      { document: long(600) },
    );
    expect(stderr).toBe('');
    expect(said).toEqual([
      ['run-start', 'step-start', 'step-end', 'run-end'],
      'the events of a run are read once: use reporters for further readers',
      600,
      'nobody has read the events of this run, and the first 1000 are gone: begin to read when it begins, or use a reporter',
    ]);
  });

  it('sees of what is only for the moment the newest', async () => {
    const { said } = await runScript(
      `const started = run({ path: 'doc.md' }, { live: true });
const seen = [];
for await (const event of started) {
  if (event.type === 'step-start') {
    // What is printed meanwhile waits.
    while (!existsSync('printed')) await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync('go', '');
  }
  if (event.type === 'step-output') seen.push(event.lines.at(-1));
}
say([seen.length < 20, (await started.result).exitCode]);`,
      {
        document:
          '# A\n\n```bash run\nfor i in {1..40}; do echo $i; sleep 0.02; done; : >printed; until [[ -e go ]]; do sleep 0.02; done\n```\n',
      },
    );
    expect(said).toEqual([[true, 0]]);
  });
});

describe('a secret', () => {
  it('is in no event, no result, no report and no record', async () => {
    const { said, stdout, stderr, place } = await runScript(
      `const reported = [];
const started = run({ path: 'doc.md' }, {
  params: { token: 'hunter2hunter2' },
  live: true,
  reporters: [{ hooks: { 'step-end': (event) => reported.push(event) } }, 'html=report.html', 'junit=report.xml'],
});
const events = [];
for await (const event of started) events.push(event);
say(events); say(reported); say(await started.result);`,
      {
        document:
          '---\nrunbook: {params: {token: {secret: true}}}\n---\n# A\n\n```bash run\necho "it is $TOKEN"\n```\n\n```output\nit is not\n```\n',
      },
    );
    expect(stderr).toBe('');
    const [events] = said as [RunEvent[]];
    expect(events.map(({ type }) => type)).toContain('step-end');
    expect(stdout).toContain('it is •••');
    expect(stdout).not.toContain('hunter2');
    const written = [place.dir, place.stateDir].flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== 'script.mjs')
        .map((entry) => join(entry.parentPath, entry.name)),
    );
    expect(written.length).toBeGreaterThan(4);
    for (const path of written) expect(readFileSync(path, 'utf8')).not.toContain('hunter2');
  });
});
