/** Builds `dist/`: one split ESM bundle (a chunk per command) and the public type declarations. */
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { makeLayers } from './layers.js';
import { loadModule } from './load-module.js';
import { topicTexts } from './topic-texts.js';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
// Built aside and put in place at the end: a program that is running is not pulled away half done.
const outdir = `dist.${process.pid}`;
process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));

/** See `src/libraries/load.ts`. */
const LIBRARIES = {
  ...Object.fromEntries(
    ['diff', 'json-p3', 'markdown-it', 're2js', 'semver', 'smol-toml', 'yaml'].map((name) => [
      name,
      name,
    ]),
  ),
  // Its locales would be the most of it.
  'zod/mini': 'src/libraries/zod.ts',
};

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const { describeManual } = await loadModule('src/cli/manual.ts');

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  outdir,
  bundle: true,
  platform: 'node',
  external: ['vitest', 'vitest/*'],
  target: 'node20.19',
  // The version without reading a file at every start.
  define: {
    __VERSION__: JSON.stringify(version),
    __LIBRARIES__: JSON.stringify(
      Object.fromEntries(Object.keys(LIBRARIES).map((name) => [name, `./${name}.cjs`])),
    ),
  },
  legalComments: 'linked',
  logLevel: 'warning',
};

/** What every file in `dist/` is made of, and imports. */
const outputs = {};

/** @param {import('esbuild').BuildOptions} options */
async function bundle(options) {
  const { metafile } = await build({ ...common, ...options, metafile: true });
  for (const [path, output] of Object.entries(metafile.outputs))
    outputs[path.slice(outdir.length + 1)] = output;
}

const layers = await makeLayers(root);
await bundle({
  entryPoints: {
    ...layers.entryPoints,
    index: 'src/index.ts',
    vitest: 'src/vitest/describe-runbooks.ts',
    'js-prelude': 'src/session/js-prelude.ts',
  },
  splitting: true,
  plugins: [topicTexts, layers.plugin],
  format: 'esm',
  // zx carries CommonJS inside, which asks for `require` in an ES module.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  chunkNames: '[name]-[hash]',
});
// A process that stays when the engine has ended: of that it is to load nothing.
await bundle({ entryPoints: { relay: 'src/session/relay.ts' }, format: 'esm' });
// One file without chunks: it says what is wrong where not even those can be loaded.
await bundle({
  entryPoints: { cli: 'src/cli/main.ts' },
  format: 'esm',
  plugins: [
    {
      name: 'program-apart',
      setup({ onResolve }) {
        onResolve({ filter: /^\.\/program\.ts$/ }, () => ({
          path: './program.js',
          external: true,
        }));
      },
    },
  ],
});
// Files of their own: each is loaded at once when it is needed, and by most runs not at all.
await bundle({
  entryPoints: LIBRARIES,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
});
chmodSync(`${outdir}/cli.js`, 0o755);
writeFileSync(`${outdir}/runbook.1`, describeManual(version));

if (!process.argv.includes('--no-types')) {
  const types = ['-p', 'tsconfig.build.json', '--outDir', `${outdir}/types`];
  const tsc = spawnSync('node_modules/.bin/tsc', types, { stdio: 'inherit' });
  if (tsc.status !== 0) process.exit(tsc.status ?? 1);
}
// For the tests of what is loaded when; it is in no package.
const modules = Object.fromEntries(layers.modules);
writeFileSync('bundle.json', `${JSON.stringify({ modules, files: outputs }, null, 1)}\n`);
rmSync('dist', { recursive: true, force: true });
renameSync(outdir, 'dist');
