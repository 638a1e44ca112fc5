import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GREETING } from '../guided/documents.ts';
import { closeTerminals, step } from '../guided/guided.ts';
import { CLI, ROOT } from '../helpers/paths.ts';
import { createPlace } from '../helpers/run-inline.ts';
import { docker, IMAGE, NO_DOCKER } from '../targets/hosts.ts';
import { buildSingleFile } from './artifacts.ts';
import { findNode, NODES } from './nodes.ts';
import { runProgram, smoke } from './smoke.ts';

closeTerminals();

const execute = promisify(execFile);

/** What docs/installing.md says as well. */
const MOST_BYTES = 4_000_000;

const HOSTNAME = `# Where

\`\`\`js run
console.log((await $\`cat /etc/hostname\`).stdout.trim());
\`\`\`

\`\`\`output
<<:any>>
\`\`\`
`;

/** Where a copy of the file is all that there is; nothing in its path is what it is in a URL. */
let folder: string;
let file: string;
let built: string;

beforeAll(async () => {
  const base = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'host-'));
  folder = join(base, 'a folder #1 of 100%20');
  file = join(folder, 'runbook.mjs');
  built = await buildSingleFile();
  mkdirSync(folder);
  cpSync(built, file);
  chmodSync(file, 0o555);
  chmodSync(folder, 0o555);
}, 300_000);

afterAll(() => chmodSync(folder, 0o755));

describe.each(NODES)('runbook.mjs alone, with Node %s', (version) => {
  let node: string;

  beforeAll(async () => {
    node = await findNode(version);
  }, 300_000);

  smoke(() => [node, file], Number.parseInt(version, 10));

  it('shows the tree of a run at a terminal, and goes through a document with a person', async () => {
    const guided = await step(GREETING, {
      program: [node, file],
      line: 'run doc.md; runbook step doc.md',
    });
    await guided.waitFor('3 passed');
    await guided.asked('1/3  Configure');
    guided.press('r');
    await guided.asked('2/3  Start');
    guided.press('r');
    await guided.asked('3/3  Test');
    guided.press('r');
    expect(await guided.exit()).toBe(0);
  });
});

describe('runbook.mjs', () => {
  it('leaves nothing beside itself, and stays as it is', async () => {
    const place = createPlace(GREETING, {});
    const ended = await runProgram([process.execPath, file], ['run', 'doc.md'], place);
    expect(ended.status, ended.printed).toBe(0);
    expect(readdirSync(folder)).toEqual(['runbook.mjs']);
    expect(readFileSync(file).equals(readFileSync(built))).toBe(true);
  });

  it('says of a failure of its own where in the file that was', async () => {
    const place = createPlace(GREETING, {});
    const args = ['run', 'doc.md', '--verbose', '--state-dir', '/proc/nowhere'];
    const { status, printed } = await runProgram([process.execPath, file], args, place);
    expect(status).toBe(5);
    const [, path, line] = /^EngineError: .*\n +at \w+ \((.*):(\d+):\d+\)$/m.exec(printed) ?? [];
    expect(path).toBe(file);
    expect(readFileSync(built, 'utf8').split('\n')[Number(line) - 1]).toMatch(
      /throw new \S*EngineError\(/,
    );
  });

  it('is the same when it is built once more', async () => {
    const again = join(dirname(folder), 'again.mjs');
    await execute(process.execPath, ['scripts/build-single.js', again], { cwd: ROOT });
    expect(readFileSync(again).equals(readFileSync(built))).toBe(true);
  });

  it('has a size that is known', () => {
    const { size } = statSync(built);
    console.log(`runbook.mjs: ${(size / 1e6).toFixed(2)} MB`);
    expect(size).toBeLessThan(MOST_BYTES);
    const page = readFileSync(join(ROOT, 'docs/installing.md'), 'utf8');
    expect(page).toContain(`hosts, in at most ${MOST_BYTES / 1e6} MB`);
  });
});

describe.skipIf(NO_DOCKER !== undefined)(
  `blocks of JavaScript in a container${NO_DOCKER === undefined ? '' : ` (${NO_DOCKER})`}`,
  () => {
    const name = `runbook-package-${process.pid}`;

    beforeAll(() => {
      docker('run', '-d', '--rm', '--name', name, IMAGE, 'sleep', '600');
      docker('cp', process.execPath, `${name}:/usr/local/bin/node`);
    });

    afterAll(() => void docker('rm', '-f', name));

    it.each([
      ['single file', () => file],
      ['program of many files', () => CLI],
    ])('have what the %s gives them', async (_form, program) => {
      const place = createPlace(HOSTNAME, {});
      const args = ['run', 'doc.md', '--target', `docker:${name}`, '--workdir', '/tmp/work'];
      const ended = await runProgram([process.execPath, program()], args, place);
      expect(ended.status, ended.printed).toBe(0);
    });
  },
);
