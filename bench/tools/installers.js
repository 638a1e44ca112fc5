import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** By whom packages are installed, each into a folder of its own. @type {readonly import('../types.ts').Installer[]} */
export const INSTALLERS = [
  {
    name: 'npm',
    commands: (folder, name) => [
      ['npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', name],
    ],
    program: (folder, name) => join(folder, 'node_modules/.bin', name),
    version: (folder, name) =>
      JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version,
  },
  {
    name: 'pip',
    commands: (folder, name) => [
      ['python3', '-m', 'venv', folder],
      [join(folder, 'bin/python'), '-m', 'pip', 'install', '--quiet', name],
    ],
    program: (folder, name) => join(folder, 'bin', name),
    version: (folder, name) =>
      readdirSync(join(folder, 'lib'), { recursive: true, encoding: 'utf8' })
        .map((path) => new RegExp(`/${name}-(\\d[^/]*)\\.dist-info$`).exec(path)?.[1])
        .find((version) => version !== undefined),
  },
  {
    name: 'cargo',
    commands: (folder, name) => [['cargo', 'install', '--quiet', '--root', folder, name]],
    program: (folder, name) => join(folder, 'bin', name),
    version: (folder) =>
      /^"\S+ (\S+) /m.exec(readFileSync(join(folder, '.crates.toml'), 'utf8'))?.[1],
  },
  {
    name: 'go',
    commands: (_, name) => [['go', 'install', `${name}@latest`]],
    env: (folder) => ({ GOBIN: join(folder, 'bin') }),
    program: (folder, name) => join(folder, 'bin', name),
    version: () => undefined,
  },
];
