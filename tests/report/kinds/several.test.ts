import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentOf } from '../../engine/blocks.ts';
import { type InlineResult, type Place, runInline } from '../../helpers/run-inline.ts';
import {
  describeCases,
  findAll,
  parseTap,
  parseXml,
  readReports,
  runReported,
} from './reporting.ts';

const PASSES = `# One\n${documentOf([['bash test id=a', 'echo "in the log of one"']])}`;
const FAILS = `# Two\n${documentOf([
  ['bash test id=b', 'echo "in the log of two"; false'],
  ['bash test id=c', 'true'],
])}`;

function report(place: Place, args: readonly string[], env = {}): Promise<InlineResult> {
  return runInline('', { command: 'report', name: null, place, args, env });
}

/** Two runs, each with its reports in its folder, and the paths of one kind of report of both. */
async function runTwo() {
  const runs = [await runReported(PASSES), await runReported(FAILS)] as const;
  const pathsOf = (kind: string): string[] => runs.map(({ dir }) => join(dir, `out.${kind}`));
  return { runs, place: runs[0].place, pathsOf };
}

describe('report --merge', () => {
  it('makes one report of every kind of the events of several', async () => {
    const { place, pathsOf } = await runTwo();
    const kinds = ['jsonl', 'junit', 'tap', 'markdown', 'html', 'github'];
    const args = kinds.flatMap((kind) => ['--report', `${kind}=out.${kind}`]);
    const merged = await report(place, [
      '--merge',
      ...pathsOf('jsonl').map((path) => path),
      ...args.map((arg) => arg.replace('=out', '=all')),
    ]);
    expect(merged.exitCode, merged.stderr).toBe(0);
    expect(merged.stdout).toContain('1 passed');
    expect(merged.stdout).toContain('1 failed, 1 not reached');
    const read = (kind: string): string => readFileSync(join(place.dir, `all.${kind}`), 'utf8');
    expect(describeCases(read('junit'))).toEqual([
      'a: One (3): passed',
      'b: Two (4): failure exited with 1',
      'c: Two (7): skipped not reached',
    ]);
    expect(findAll(parseXml(read('junit')), 'testsuite').length).toBe(2);
    expect(parseTap(read('tap')).points).toEqual([
      '  ok 1 a: One',
      'ok 1 doc.md: One',
      '  not ok 1 b: Two',
      '  ok 2 c: Two # SKIP not reached',
      'not ok 2 doc.md: Two',
    ]);
    expect(read('markdown')).toContain('| ❌ | `doc.md` |');
    expect(read('html').match(/<article /g)?.length).toBe(2);
    expect(read('github')).toMatch(/^::error file=doc.md,line=4,title=b%3A Two::/);
    const texts = pathsOf('jsonl').map((path) => readFileSync(path, 'utf8'));
    expect(read('jsonl')).toBe(texts.join(''));
  });

  it('reads the logs of records that are here, and no other file that an event names', async () => {
    const { place, pathsOf } = await runTwo();
    const [one = '', two = ''] = pathsOf('jsonl');
    const secret = join(place.dir, 'private.txt');
    writeFileSync(secret, 'not for a report\n');
    const lines = readFileSync(two, 'utf8').replaceAll(/"log":"[^"]*"/g, `"log":"${secret}"`);
    writeFileSync(two, lines);
    const { stdout } = await report(place, ['--merge', one, two, '--html']);
    expect(stdout).toContain('in the log of one');
    expect(stdout).not.toContain('not for a report');
    expect(stdout).toContain('the log is not here');
  });

  it('makes one JUnit file of several, as they are, also of those of another program', async () => {
    const { place, pathsOf } = await runTwo();
    const other = join(place.dir, 'other.xml');
    writeFileSync(
      other,
      '<testsuite name="x" tests="1" time="1.5"><testcase name="y"><failure>a &lt; b</failure></testcase></testsuite>',
    );
    const args = ['--merge', ...pathsOf('junit'), other, '--junit', '--out', 'all.xml'];
    const merged = await report(place, args);
    expect(merged.stderr + merged.stdout).toBe('');
    const xml = readFileSync(join(place.dir, 'all.xml'), 'utf8');
    expect(parseXml(xml).attributes).toMatchObject({ tests: '4', failures: '2', skipped: '1' });
    expect(describeCases(xml).map((one) => one.replace(/ .*/, ''))).toEqual([
      'a:',
      'b:',
      'c:',
      'y',
    ]);
  });

  it('shows a run whose record ends in the middle as an error', async () => {
    const { place, pathsOf } = await runTwo();
    const [path = ''] = pathsOf('jsonl');
    const text = readFileSync(path, 'utf8');
    const cut = text.indexOf('{"type":"step-end"') + 30;
    writeFileSync(path, text.slice(0, cut));
    const { stdout } = await report(place, ['--merge', path, '--junit']);
    expect(describeCases(stdout)).toEqual([
      'a: One (3): error it was under way when the record ended',
    ]);
  });

  it.each<[string, string, string]>([
    ['that is not there', '', 'error broken.txt: there is no such file'],
    ['that is no report', 'hello\n', 'broken.txt:1: this line is no event'],
    ['without a beginning', '{"type":"notice"}\n', 'is no report of a run'],
    [
      'of a later version',
      '{"type":"run-start","schema":99,"version":"9.9"}\n',
      'is of version 99',
    ],
    ['of XML that has no end', '<testsuites><testsuite>', 'is no JUnit file to its end'],
  ])('refuses a file %s', async (_, text, said) => {
    const files = text === '' ? {} : { 'broken.txt': text };
    const result = await runInline('', {
      command: 'report',
      name: null,
      files,
      args: ['--merge', 'broken.txt', '--junit'],
    });
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain(said);
  });

  it('refuses to make a page of JUnit files', async () => {
    const { place, pathsOf } = await runTwo();
    const result = await report(place, ['--merge', ...pathsOf('junit'), '--html']);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('`--html` cannot be made of JUnit files');
  });
});

describe('a report of a past run', () => {
  it.each(['junit', 'tap', 'markdown', 'jsonl', 'github'])(
    '--%s is what the run wrote',
    async (kind) => {
      const run = await runReported(FAILS);
      const [start] = run.events;
      if (start?.type !== 'run-start') throw new Error(run.stderr);
      const again = await report(run.place, [start.run, `--${kind}`]);
      expect(again.stdout).toBe(
        Object.entries(readReports(run.dir)).find(([name]) => name === kind)?.[1],
      );
    },
  );
});

it('a run that was resumed is one run in its reports, with what was done before', async () => {
  const document = documentOf([
    ['bash test id=a', 'echo "first"'],
    ['bash test id=b', '[[ -e ok ]]'],
    ['bash test id=c', 'true'],
  ]);
  const first = await runReported(document);
  const [start] = first.events;
  if (start?.type !== 'run-start') throw new Error(first.stderr);
  writeFileSync(join(first.dir, 'ok'), '');
  const command = { command: 'resume', name: null, place: first.place };
  const resumed = await runInline('', { ...command, args: [start.run] });
  expect(resumed.exitCode, resumed.stderr).toBe(0);
  const { stdout } = await report(first.place, [start.run, '--junit']);
  expect(describeCases(stdout)).toEqual(['a (2): passed', 'b (6): passed', 'c (10): passed']);
  const page = (await report(first.place, [start.run, '--html'])).stdout;
  expect(page.match(/<article /g)?.length).toBe(1);
  expect(page.match(/done before/g)?.length).toBe(1);
});

it('a run that `stop` has ended keeps its own verdict in its reports', async () => {
  const kept = await runInline(
    documentOf([
      ['bash run id=up background ready=log:/up/', 'echo up; exec sleep 987'],
      ['bash test id=b', 'false'],
      ['bash cleanup id=clean', 'true'],
    ]),
    { args: ['--keep'] },
  );
  const [start] = kept.events;
  if (start?.type !== 'run-start') throw new Error(kept.stderr);
  const command = { command: 'stop', name: null, place: kept.place };
  const stopped = await runInline('', {
    ...command,
    args: [start.run, '--report', 'junit=stop.xml'],
  });
  expect(stopped.exitCode, stopped.stderr).toBe(0);
  const stop = readFileSync(join(kept.dir, 'stop.xml'), 'utf8');
  expect(describeCases(stop)).toEqual(['clean (10): passed']);
  const { stdout } = await report(kept.place, [start.run, '--junit']);
  expect(describeCases(stdout)).toEqual([
    'up (2): passed',
    'b (7): failure exited with 1',
    'clean (10): passed',
  ]);
});

describe('the report for GitHub', () => {
  it('goes to stdout, with paths from the root of the repository, and a summary for the job', async () => {
    const result = await runInline(FAILS, {
      name: 'docs/guide.md',
      args: ['--report', 'github'],
      env: { GITHUB_STEP_SUMMARY: 'summary.md' },
      files: { 'summary.md': 'before\n' },
    });
    const annotations = result.stdout.split('\n').filter((line) => line.startsWith('::'));
    expect(annotations).toEqual([
      expect.stringMatching(
        /^::error file=docs\/guide.md,line=4,title=b%3A Two::.*exited with 1.*%0A/,
      ),
    ]);
    const summary = readFileSync(join(result.dir, 'summary.md'), 'utf8');
    expect(summary).toMatch(/^before\n## ❌ Two\n/);
    expect(summary).toContain('in the log of two');
    const elsewhere = await runInline('', {
      command: 'report',
      name: null,
      place: result.place,
      args: [result.stdout.match(/run (\w{4})\n/)?.[1] ?? '', '--github'],
      env: { GITHUB_WORKSPACE: join(result.dir, 'docs') },
    });
    expect(elsewhere.stdout).toMatch(/^::error file=guide.md,line=4,/);
  });

  it.each([
    ['a mistake', '# A\n\n```bash tset\n```\n', 3],
    ['a question that nobody answers', '# A\n\n```text manual\nDo it.\n```\n', 3],
  ])('points at the line for which a document was refused: %s', async (_, document, line) => {
    const { stdout } = await runInline(document, {
      command: 'test',
      args: ['--report', 'github'],
    });
    expect(stdout).toMatch(new RegExp(`^::error file=doc.md,line=${line},`, 'm'));
  });

  it('of a suite, shown again for people, has no run where a document was left out', async () => {
    const document =
      '---\nrunbook: {test: {skip: needs root}}\n---\n# A\n\n```bash run\ntrue\n```\n';
    const args = ['--report', 'jsonl=all.jsonl'];
    const { place } = await runInline(document, { command: 'test', args });
    const { stdout } = await report(place, ['--merge', 'all.jsonl']);
    expect(stdout).toMatch(/^A\nskipped: needs root\n/);
  });

  it('cuts a summary to what GitHub shows', async () => {
    const blocks = Array.from({ length: 200 }, (_, at): [string, string] => [
      `bash test id=s${at} keep-going`,
      'for i in {1..60}; do printf "%0390d\\n" "$i"; done; false',
    ]);
    const result = await runInline(documentOf(blocks), {
      args: ['--report', 'github', '-q'],
      env: { GITHUB_STEP_SUMMARY: 'summary.md' },
    });
    const bytes = readFileSync(join(result.dir, 'summary.md'));
    expect(bytes.length).toBeLessThanOrEqual(1024 * 1024);
    expect(bytes.toString().slice(-50)).toMatch(
      /\n```\n\n\*The rest is too long for a summary\.\*\n$/,
    );
  });
});
