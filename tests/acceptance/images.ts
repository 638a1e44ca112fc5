import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Docker } from './docker.ts';
import { findMirror, readMachineSettings } from './machine-settings.ts';
import { must } from './run-command.ts';

const RELEASE = 'bookworm';

/** Image of a fresh Debian: nothing but its base system, and Node, which the README asks for. */
export const FRESH = 'fresh-debian';
/** The same with systemd as its first process. */
export const SYSTEMD = 'fresh-debian-systemd';
/** What the guide's Dockerfile is built from, which no registry can be asked for here. */
export const PYTHON = 'python:3.11-slim';

/** Image of Debian's base system alone. */
const BASE = 'debian-base';

/** Makes the image of Debian's base system, which `folder` keeps for the next time, and tries it. */
export async function makeBaseImage(docker: Docker, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, `${RELEASE}.tar`);
  if (!existsSync(archive)) await bootstrap(folder, archive);
  await docker.run('import', archive, BASE);
  await docker.run('run', '--rm', '--network', 'host', BASE, 'true');
}

/** Makes the image of a fresh machine. */
export async function makeFreshImage(docker: Docker, folder: string): Promise<void> {
  const context = join(folder, 'context');
  rmSync(context, { recursive: true, force: true });
  await fillContext(context);
  const { env } = await readMachineSettings();
  await build(docker, FRESH, context, [
    `FROM ${BASE}`,
    'COPY files /',
    'RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm',
    'ENV DEBIAN_FRONTEND=noninteractive',
    ...Object.entries(env).map(([name, value]) => `ENV ${name}=${JSON.stringify(value)}`),
  ]);
}

/** Makes the images that are made from it. */
export async function makeOtherImages(docker: Docker, folder: string): Promise<void> {
  await build(docker, SYSTEMD, join(folder, 'systemd'), [
    `FROM ${FRESH}`,
    aptInstall('systemd systemd-sysv'),
  ]);
  await build(docker, PYTHON, join(folder, 'python'), [
    `FROM ${FRESH}`,
    aptInstall('python3 python3-pip python3-venv'),
    'RUN ln -s python3 /usr/bin/python && rm -f /usr/lib/python3*/EXTERNALLY-MANAGED',
  ]);
}

async function build(
  docker: Docker,
  tag: string,
  context: string,
  lines: readonly string[],
): Promise<void> {
  mkdirSync(context, { recursive: true });
  writeFileSync(join(context, 'Dockerfile'), `${lines.join('\n')}\n`);
  await docker.run('build', '--network', 'host', '--tag', tag, context);
}

function aptInstall(packages: string): string {
  return `RUN apt-get update && apt-get install --no-install-recommends ${packages}`;
}

async function bootstrap(folder: string, archive: string): Promise<void> {
  const root = join(folder, 'root');
  rmSync(root, { recursive: true, force: true });
  const mirror = await findMirror(RELEASE);
  await must([
    ...['debootstrap', '--variant=minbase', RELEASE, root],
    ...(mirror === undefined ? [] : [mirror]),
  ]);
  rmSync(join(root, 'var/cache/apt/archives'), { recursive: true, force: true });
  await must(['tar', '-C', root, '-cf', `${archive}.part`, '.']);
  await must(['mv', `${archive}.part`, archive]);
  rmSync(root, { recursive: true, force: true });
}

/** Node and npm of this machine, and how it reaches the registries. */
async function fillContext(context: string): Promise<void> {
  const files = join(context, 'files');
  const { files: settings } = await readMachineSettings();
  for (const [path, text] of Object.entries(settings)) {
    mkdirSync(dirname(join(files, path)), { recursive: true });
    writeFileSync(join(files, path), text);
  }
  cpSync(process.execPath, join(files, 'usr/local/bin/node'), { dereference: true });
  const npm = join(await must(['npm', 'root', '--global']), 'npm');
  cpSync(npm, join(files, 'usr/local/lib/node_modules/npm'), { recursive: true });
}
