import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/paths.ts';
import { createPlace, environment } from '../helpers/run-inline.ts';
import { installPackage, npm, packTarball } from './artifacts.ts';
import { findNode, NODES } from './nodes.ts';
import { runProgram, smoke } from './smoke.ts';

const execute = promisify(execFile);

let tarball: string;
/** `node_modules/runbook` of a project. */
let installed: string;

beforeAll(async () => {
  tarball = (await packTarball()).path;
  installed = await installPackage();
}, 300_000);

/** A project with the package installed. */
function makeProject(files: Readonly<Record<string, string>>, name = 'project'): string {
  const root = process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir();
  const project = join(mkdtempSync(join(root, 'use-')), name);
  cpSync(dirname(dirname(installed)), project, { recursive: true, verbatimSymlinks: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  return project;
}

/** Links what the project of these tests has. */
function link(project: string, ...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(project, 'node_modules', name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
  }
}

describe.each(NODES)('the installed package, with Node %s', (version) => {
  let node: string;
  let project: string;

  beforeAll(async () => {
    node = await findNode(version);
    // Nothing in its path is what it is in a URL.
    project = makeProject({}, 'a project #1 of 100%20');
  }, 300_000);

  const program = (): string => join(project, 'node_modules/.bin/runbook');
  smoke(() => [node, program()], Number.parseInt(version, 10));

  it.concurrent('is a library, whose documented examples run', async () => {
    const own = makeProject({});
    cpSync(join(ROOT, 'docs/library.md'), join(own, 'library.md'));
    const place = createPlace('', { name: null });
    const args = ['run', join(own, 'library.md'), '--workdir', own];
    const ended = await runProgram([node, program()], args, place);
    expect(ended.status, ended.printed).toBe(0);
  });

  it.concurrent('can be required as well as imported', async () => {
    const code = "console.log(typeof require('runbook').parse)";
    const args = ['--no-warnings', '--input-type=commonjs', '--eval', code];
    const ended = await execute(node, args, { cwd: project });
    expect(ended).toEqual({ stdout: 'function\n', stderr: '' });
  });

  it.concurrent('makes documents tests of vitest', async () => {
    const own = makeProject({});
    link(own, 'vitest');
    const place = createPlace('', { name: null });
    await runProgram([node, program()], ['init', own], place);
    const vitest = join(own, 'node_modules/vitest/vitest.mjs');
    const env = environment(place, { NO_COLOR: '1' });
    const { stdout } = await execute(node, [vitest, 'run'], { cwd: own, env });
    expect(stdout).toMatch(/Tests +5 passed/);
  });
});

describe('the package', () => {
  it.concurrent('is installed for all projects, as a command with its manual', async () => {
    const place = createPlace('', { name: null });
    await npm(place.dir, 'install', '--global', '--offline', '--prefix', place.home, tarball);
    expect(readdirSync(join(place.home, 'lib/node_modules'))).toEqual(['runbook']);
    expect(existsSync(join(place.home, 'share/man/man1/runbook.1'))).toBe(true);
    const ended = await runProgram([join(place.home, 'bin/runbook')], ['init'], place);
    expect(ended.status, ended.printed).toBe(0);
  });

  it.concurrent('is run by npx, of a project that has it and of none', async () => {
    const project = makeProject({});
    expect(await npm(project, 'exec', '--offline', '--', 'runbook', '--version')).toMatch(
      /^runbook \d/,
    );
    const place = createPlace('', { name: null });
    const cache = ['--cache', join(place.home, 'cache')];
    const args = ['exec', '--yes', ...cache, '--package', tarball, '--', 'runbook', '--version'];
    expect(await npm(place.dir, ...args)).toMatch(/^runbook \d/);
  });

  it.concurrent.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('has types for programs of module %s and resolution %s', async (module, moduleResolution) => {
    const project = makeProject({
      'use.ts': `
        import { parse, run, type RunEvent } from 'runbook';
        import { describeRunbooks } from 'runbook/vitest';

        export const runbook = parse('# A');
        export async function last(path: string): Promise<RunEvent | undefined> {
          let last: RunEvent | undefined;
          for await (const event of run({ path })) last = event;
          return last;
        }
        describeRunbooks('docs/*.md', { coverage: 100 });
        // @ts-expect-error is no option
        describeRunbooks('docs/*.md', { cover: 100 });
      `,
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          module,
          moduleResolution,
          target: 'es2023',
          strict: true,
          noEmit: true,
          // Declarations that need something else are a fault of ours.
          skipLibCheck: false,
          types: ['node'],
        },
      }),
    });
    link(project, '@types/node', 'undici-types');
    const tsc = join(ROOT, 'node_modules/.bin/tsc');
    const { stdout } = await execute(tsc, ['-p', '.'], { cwd: project }).catch((error) => error);
    expect(stdout).toBe('');
  });
});
