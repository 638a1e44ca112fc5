/** What all bundles of the program have in common. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** See `src/libraries/load.ts`. */
export const LIBRARIES = {
  ...Object.fromEntries(
    ['diff', 'json-p3', 'markdown-it', 're2js', 'semver', 'smol-toml', 'yaml'].map((name) => [
      name,
      name,
    ]),
  ),
  // Its locales would be the most of it.
  'zod/mini': 'src/libraries/zod.ts',
};

export const VERSION = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')).version;

/** @type {import('esbuild').BuildOptions & { metafile: true }} */
export const OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  metafile: true,
  platform: 'node',
  target: 'node20.19',
  // The version without reading a file at every start.
  define: { __VERSION__: JSON.stringify(VERSION) },
  // Where they stand; the licences themselves are in the notices.
  legalComments: 'inline',
  logLevel: 'warning',
};
