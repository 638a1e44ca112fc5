/**
 * Makes a fresh clone ready: dependencies and build, each only when out of date. Built-in modules only.
 * With `--dependencies` the build is left to who calls it.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Time of the last change, 0 when there is no such file. */
const changed = (path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

function newestSource() {
  // Pages of `docs/` are built in, for `help`.
  const files = ['src', 'docs', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`),
  );
  return Math.max(...[...files, 'SECURITY.md', 'package-lock.json'].map(changed));
}

function run(what, command, args) {
  process.stderr.write(`runbook: ${what} (once)\n`);
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
  });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
  process.stderr.write(
    `runbook: \`${command} ${args.join(' ')}\` failed${error ? `: ${error.message}` : ''}\n`,
  );
  process.exit(5);
}

if (changed('node_modules/.package-lock.json') < changed('package-lock.json')) {
  // Not `npm ci`: it refuses when a registry does not have the linters' binaries for every other
  // platform, which nobody here needs. `--no-save` leaves the lock file alone. `prepare` would
  // build as well; without scripts there is one place that decides.
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  // `npm pack --dry-run` hands its options on to what it runs.
  run('installing dependencies', 'npm', [
    'install',
    '--no-save',
    '--ignore-scripts',
    '--no-dry-run',
    ...quiet,
  ]);
}
if (!process.argv.includes('--dependencies') && changed('dist/cli.js') < newestSource())
  run('building', process.execPath, ['scripts/build.js']);
