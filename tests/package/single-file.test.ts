import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GREETING } from '../guided/documents.ts';
import { closeTerminals, step } from '../guided/guided.ts';
import { createPlace } from '../helpers/run-inline.ts';
import { docker, IMAGE, NO_DOCKER } from '../targets/hosts.ts';
import { buildSingleFile } from './artifacts.ts';
import { findNode, NODES } from './nodes.ts';
import { runProgram, smoke } from './smoke.ts';

closeTerminals();

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

  it.skipIf(NO_DOCKER !== undefined)(
    `takes what JavaScript needs into a container${NO_DOCKER === undefined ? '' : ` (${NO_DOCKER})`}`,
    async () => {
      const name = `runbook-single-${process.pid}`;
      docker('run', '-d', '--rm', '--name', name, IMAGE, 'sleep', '600');
      try {
        docker('cp', process.execPath, `${name}:/usr/local/bin/node`);
        const document =
          '# J\n\n```js run\nconsole.log((await $`hostname`).stdout.trim());\n```\n\n```output\n<<:any>>\n```\n';
        const place = createPlace(document, {});
        const args = ['run', 'doc.md', '--target', `docker:${name}`, '--workdir', '/tmp/work'];
        const ended = await runProgram([process.execPath, file], args, place);
        expect(ended.status, ended.printed).toBe(0);
      } finally {
        docker('rm', '-f', name);
      }
    },
  );
});
