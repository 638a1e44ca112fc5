/** A project that uses `runbook/vitest` as an installed package, and what its vitest says. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { ROOT } from '../helpers/paths.ts';

const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');

/** Makes the project's folder. */
export function createProject(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'project-'));
  mkdirSync(join(root, 'node_modules'));
  // A copy: vitest takes a package for one by its place below node_modules.
  for (const name of ['dist', 'package.json'])
    cpSync(join(ROOT, name), join(root, 'node_modules/runbook', name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules/vitest'), join(root, 'node_modules/vitest'));
  for (const [name, text] of Object.entries({ 'package.json': '{"type": "module"}', ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

export interface TestReport {
  /** Its test file, relative to the project. */
  readonly file: string;
  readonly title: string;
  /** The `describe` that it stands in. */
  readonly document: string;
  readonly status: string;
  readonly line: number;
  readonly message: string;
}

/** Runs vitest to its end; the tests as its reporter for machines has them. */
export function runVitest(
  root: string,
  args: readonly string[] = [],
): Promise<{ tests: TestReport[]; exitCode: number; printed: string }> {
  const report = join(root, 'report.json');
  const words = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [VITEST, ...words, ...args],
      { cwd: root, env: environment(root) },
      (error, stdout, stderr) =>
        resolve({
          tests: readReport(root, report),
          exitCode: error === null ? 0 : Number(error.code),
          printed: stdout + stderr,
        }),
    );
  });
}

/** What the compiler says of a file of the project, with the types that a build makes. */
export async function checkTypes(root: string, file: string): Promise<string> {
  await addTypes(root);
  return compile(root, [file, '--types', '']);
}

/** Puts the types into the project's package: the suite's own build leaves them out. */
export async function addTypes(root: string): Promise<void> {
  const types = join(root, 'node_modules/runbook/dist/types');
  await runCompiler(ROOT, ['-p', 'tsconfig.build.json', '--outDir', types]);
}

/** What the compiler says of files of the project, as strict as it can be. */
export function compile(root: string, args: readonly string[]): Promise<string> {
  const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes'];
  return runCompiler(root, [...options, '--module', 'nodenext', '--target', 'es2023', ...args]);
}

function runCompiler(cwd: string, args: readonly string[]): Promise<string> {
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  return new Promise((resolve) => {
    execFile(tsc, args, { cwd }, (_error, stdout) => resolve(stdout));
  });
}

/** Starts vitest in watch mode. */
export function watchVitest(root: string): ChildProcess {
  return spawn(process.execPath, [VITEST, '--watch'], { cwd: root, env: environment(root) });
}

/** Not that of the vitest that these tests run in. */
function environment(root: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(CI|FORCE_COLOR|NODE_ENV|NODE_OPTIONS|VITEST.*|TEST)$/.test(name),
  );
  return { ...Object.fromEntries(inherited), NO_COLOR: '1', XDG_STATE_HOME: `${root}-state` };
}

function readReport(root: string, path: string): TestReport[] {
  const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as {
    testResults: {
      name: string;
      assertionResults: {
        title: string;
        ancestorTitles: string[];
        status: string;
        location?: { line: number };
        failureMessages: string[];
      }[];
    }[];
  };
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((one) => ({
      file: relative(root, name),
      title: one.title,
      document: one.ancestorTitles.at(-1) ?? '',
      status: one.status,
      line: one.location?.line ?? 0,
      message: one.failureMessages.join('\n'),
    })),
  );
}
