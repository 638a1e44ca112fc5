/** A project that uses `runbook/vitest` as an installed package, and what its vitest says. */
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../helpers/paths.ts';

const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');

/** Makes the project's folder. */
export function createProject(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'project-'));
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(ROOT, join(root, 'node_modules/runbook'));
  symlinkSync(join(ROOT, 'node_modules/vitest'), join(root, 'node_modules/vitest'));
  for (const [name, text] of Object.entries({ 'package.json': '{"type": "module"}', ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

export interface TestReport {
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
          tests: readReport(report),
          exitCode: error === null ? 0 : Number(error.code),
          printed: stdout + stderr,
        }),
    );
  });
}

/** What the compiler says of a file of the project, with the types that the build has made. */
export function checkTypes(root: string, file: string): string {
  const types = ['-p', 'tsconfig.build.json', '--outDir', join(ROOT, 'dist/types')];
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  // The suite's own build leaves them out.
  spawnSync(tsc, types, { cwd: ROOT });
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023'];
  return spawnSync(tsc, [...options, '--types', '', file], { cwd: root, encoding: 'utf8' }).stdout;
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

function readReport(path: string): TestReport[] {
  const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as {
    testResults: {
      assertionResults: {
        title: string;
        ancestorTitles: string[];
        status: string;
        location?: { line: number };
        failureMessages: string[];
      }[];
    }[];
  };
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.map((one) => ({
      title: one.title,
      document: one.ancestorTitles.at(-1) ?? '',
      status: one.status,
      line: one.location?.line ?? 0,
      message: one.failureMessages.join('\n'),
    })),
  );
}
