/** What a stranger gets: the package as `npm pack` makes it of a clone, installed, and the single file. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { makeOnce } from '../helpers/once.ts';
import { ROOT } from '../helpers/paths.ts';

const execute = promisify(execFile);

/** A file of the package, as npm lists it. */
export interface PackedFile {
  readonly path: string;
  readonly size: number;
}

export interface Tarball {
  readonly path: string;
  readonly files: readonly PackedFile[];
  /** Bytes to fetch. */
  readonly size: number;
  /** Bytes on disk. */
  readonly unpackedSize: number;
}

/** The package. */
export async function packTarball(): Promise<Tarball> {
  const folder = await makeOnce('packed', async (made) => {
    const clone = join(made, 'clone');
    await cloneProject(clone);
    // The build is that of `prepare`; what it says is of interest only when it fails.
    const args = ['pack', '--json', '--foreground-scripts=false', '--pack-destination', made];
    const { stdout } = await execute('npm', args, { cwd: clone });
    writeFileSync(join(made, 'packed.json'), stdout);
  });
  const [packed] = JSON.parse(readFileSync(join(folder, 'packed.json'), 'utf8'));
  return { ...packed, path: join(folder, packed.filename) };
}

/** The package as it is installed, in `node_modules/runbook` of a project that has nothing else. */
export async function installPackage(): Promise<string> {
  const project = await makeOnce('installed', async (made) => {
    const { path } = await packTarball();
    writeFileSync(join(made, 'package.json'), '{"private": true, "type": "module"}\n');
    await npm(made, 'install', '--save-dev', '--offline', path);
  });
  return join(project, 'node_modules/runbook');
}

/** `runbook.mjs` alone in a folder. */
export async function buildSingleFile(): Promise<string> {
  const folder = await makeOnce('single', async (made) => {
    const args = ['scripts/build-single.js', join(made, 'runbook.mjs')];
    await execute(process.execPath, args, { cwd: ROOT });
  });
  return join(folder, 'runbook.mjs');
}

/** Runs npm in a folder, with a configuration that is nobody's own. */
export async function npm(cwd: string, ...args: readonly string[]): Promise<string> {
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const { stdout } = await execute('npm', [...args, ...quiet], { cwd });
  return stdout;
}

/** What git has of the project, and will have; the dependencies are those that are here. */
async function cloneProject(clone: string): Promise<void> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const { stdout } = await execute('git', args, { cwd: ROOT });
  // A link to dependencies is not ignored, and what has just been removed is still known.
  const isThere = (path: string): boolean =>
    path !== 'node_modules' && existsSync(join(ROOT, path));
  for (const path of stdout.split('\0').filter((name) => name !== '' && isThere(name))) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    // Times as well, from which `scripts/setup.js` sees that the dependencies are up to date.
    cpSync(join(ROOT, path), join(clone, path), { preserveTimestamps: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
}
