/** Global set-up of the suite: one fresh bundle, and one folder for everything the tests write. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './paths.ts';

export default async function setUp(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-tests-'));
  process.env['RUNBOOK_TEST_ROOT'] = folder;
  if (isStale()) {
    try {
      await promisify(execFile)(process.execPath, ['scripts/build.js', '--no-types'], {
        cwd: ROOT,
      });
    } catch (error) {
      // Unit tests do not need the bundle, so only the tests that spawn it fail, with this text.
      process.env['RUNBOOK_TEST_BUILD_ERROR'] = String(error);
    }
  }
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

function isStale(): boolean {
  // Pages of `docs/` are built in, for `help`.
  const inputs = ['src', 'docs', 'scripts'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(folder, name),
    ),
  );
  const built = Math.min(changed('dist/cli.js'), changed('bundle.json'));
  return built < Math.max(...[...inputs, 'SECURITY.md', 'package.json'].map(changed));
}

/** Time of the last change in milliseconds, 0 when there is no such file. */
function changed(path: string): number {
  return statSync(join(ROOT, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
