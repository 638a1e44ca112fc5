/** The same handful of real things for every form in which the program comes, on every Node. */
import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../helpers/paths.ts';
import { createPlace, environment, type Place } from '../helpers/run-inline.ts';
import { settleSurvivors } from '../helpers/survivors.ts';
import { untilTrue } from '../helpers/terminal.ts';

export interface Ended {
  readonly status: number;
  readonly stdout: string;
  /** Both streams, for a failure of a test. */
  readonly printed: string;
}

/** A program as words, such as `node runbook.mjs`. */
export type Words = () => readonly string[];

const SCRIPT = `# Scripts

\`\`\`js run id=script
const { stdout } = await $\`echo from zx\`;
console.log(stdout.trim());
\`\`\`

\`\`\`output
from zx
\`\`\`
`;

const REPORTER = `export default ({ write }) => ({
  name: 'own',
  hooks: { 'step-end': ({ step, verdict }) => write(step + ' ' + verdict.status) },
});
`;

const TYPED = `# Types

\`\`\`ts run
const answer: number = 42;
console.log(answer);
\`\`\`

\`\`\`output
42
\`\`\`
`;

const WRONG = `# Wrong

\`\`\`bash run
echo 'the quick fox'
\`\`\`

\`\`\`output
the slow fox
\`\`\`
`;

const KEPT = `# Kept

\`\`\`bash run id=server background ready=file:up
touch up; until test -e go; do sleep 0.05; done; echo later; exec sleep 987
\`\`\`
`;

/** Runs the program in a place of its own, in which it is `runbook` for the steps as well. */
export function runProgram(
  words: readonly string[],
  args: readonly string[],
  place: Place,
): Promise<Ended> {
  const bin = join(place.dir, '../runbook');
  const quoted = words.map((word) => `'${word}'`).join(' ');
  writeFileSync(bin, `#!/bin/sh\nexec ${quoted} "$@"\n`);
  chmodSync(bin, 0o755);
  // `node` of the steps is the one that runs the program.
  const folders = [dirname(bin), dirname(words[0] ?? ''), process.env['PATH']];
  const env = environment(place, { PATH: folders.join(':') });
  return new Promise((resolve) => {
    execFile(bin, args, { cwd: place.dir, env }, (error, stdout, stderr) =>
      resolve({
        status: error === null ? 0 : Number(error.code ?? -1),
        stdout,
        printed: stdout + stderr,
      }),
    );
  });
}

/** Tests of a form of the program; `major` is that of its Node. */
export function smoke(words: Words, major: number): void {
  const run = (args: readonly string[], place: Place): Promise<Ended> =>
    runProgram(words(), args, place);

  it.concurrent('makes a runbook in an empty folder, checks it, runs it and tests it', async () => {
    const place = createPlace('', { name: null });
    for (const args of [
      ['init'],
      ['check', '--strict', 'runbooks/first.md'],
      ['list', 'runbooks/first.md'],
      ['run', 'first'],
      ['test', 'runbooks/first.md'],
    ]) {
      const { status, printed } = await run(args, place);
      expect(status, `${args.join(' ')}: ${printed}`).toBe(0);
    }
  });

  it.concurrent('has its documentation in it', async () => {
    const place = createPlace('', { name: null });
    const { stdout } = await run(['help', 'holes'], place);
    expect(stdout).toContain('semver');
  });

  it.concurrent('passes the documentation of expectations, with every kind of them', async () => {
    const place = createPlace('', { name: null });
    for (const page of ['expectations.md', 'import.md'])
      cpSync(join(ROOT, 'docs', page), join(place.dir, page));
    const { status, printed } = await run(['test', 'expectations.md', 'import.md'], place);
    expect(status, printed).toBe(0);
    expect(printed).toContain('2 documents: 2 passed');
  });

  it.concurrent("runs blocks of JavaScript, and reports, also by a module of one's own", async () => {
    const place = createPlace(SCRIPT, { files: { 'own.mjs': REPORTER } });
    const reports = {
      'html=page.html': '</html>',
      'junit=junit.xml': '<testsuite',
      './own.mjs=own.txt': 'script passed',
    };
    const asked = Object.keys(reports).flatMap((report) => ['--report', report]);
    const { status, printed } = await run(['run', 'doc.md', ...asked], place);
    expect(status, printed).toBe(0);
    for (const [report, text] of Object.entries(reports)) {
      const file = report.replace(/.*=/, '');
      expect(readFileSync(join(place.dir, file), 'utf8')).toContain(text);
    }
  });

  it.concurrent(`${major >= 22 ? 'runs' : 'refuses'} blocks of TypeScript, as its Node has it`, async () => {
    const place = createPlace(TYPED, {});
    const { status, printed } = await run(['run', 'doc.md'], place);
    expect(status, printed).toBe(major >= 22 ? 0 : 2);
  });

  it.concurrent('shows what differs, and brings the document up to date', async () => {
    const place = createPlace(WRONG, {});
    const failed = await run(['run', 'doc.md'], place);
    expect(failed.status).toBe(1);
    expect(failed.printed).toContain('- the slow fox');
    expect(failed.printed).toContain('^^^^');
    const updated = await run(['update', 'doc.md', '--yes'], place);
    expect(updated.status, updated.printed).toBe(0);
    expect(readFileSync(join(place.dir, 'doc.md'), 'utf8')).toContain('\nthe quick fox\n```\n');
    const exported = await run(['export', 'doc.md', '--to', 'bash'], place);
    expect(exported.stdout).toContain("echo 'the quick fox'");
  });

  it.concurrent('leaves a step running, with its log written, and stops it', async () => {
    const place = createPlace(KEPT, {});
    const kept = await run(['run', 'doc.md', '--keep'], place);
    expect(kept.status, kept.printed).toBe(0);
    const [, id = ''] = /runbook stop (\w+)/.exec(kept.printed) ?? [];
    writeFileSync(join(place.dir, 'go'), '');
    const log = join(place.stateDir, 'runbook/runs', id, '1-server.log');
    await untilTrue(
      'what is printed later to be in the log',
      () => existsSync(log) && readFileSync(log, 'utf8') === 'later\n',
    );
    const stopped = await run(['stop', id], place);
    expect(stopped.status, stopped.printed).toBe(0);
    expect(await settleSurvivors(place.tag)).toEqual([]);
  });
}
