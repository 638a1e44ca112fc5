/** Builds `dist/`: one split ESM bundle (a chunk per command) and the public type declarations. */
import { spawnSync } from 'node:child_process';
import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { LIBRARIES, OPTIONS, ROOT, VERSION } from './bundle-options.js';
import { makeLayers } from './layers.js';
import { loadModule } from './load-module.js';
import { describeNotices, findBundled } from './notices.js';
import { pruneTypes } from './prune-types.js';
import { topicTexts } from './topic-texts.js';

process.chdir(ROOT);
// Built aside and put in place at the end: a program that is running is not pulled away half done.
const outdir = `dist.${process.pid}`;
process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));

const { describeManual } = await loadModule('src/cli/manual.ts');

/** @type {import('esbuild').BuildOptions & { metafile: true }} */
const common = {
  ...OPTIONS,
  outdir,
  external: ['vitest', 'vitest/*'],
  define: {
    ...OPTIONS.define,
    __LIBRARIES__: JSON.stringify(
      Object.fromEntries(Object.keys(LIBRARIES).map((name) => [name, `./${name}.cjs`])),
    ),
  },
};

/** What every file in `dist/` is made of, and imports. */
const outputs = {};

/** @param {import('esbuild').BuildOptions} options */
async function bundle(options) {
  const { metafile } = await build({ ...common, ...options });
  for (const [path, output] of Object.entries(metafile.outputs))
    outputs[path.slice(outdir.length + 1)] = output;
}

const layers = await makeLayers(ROOT);
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
const packages = findBundled([{ outputs }], ROOT);
writeFileSync(`${outdir}/THIRD-PARTY-NOTICES.txt`, describeNotices(packages));
writeFileSync(`${outdir}/runbook.1`, describeManual(VERSION));

if (!process.argv.includes('--no-types')) {
  const types = ['-p', 'tsconfig.build.json', '--outDir', `${outdir}/types`];
  const tsc = spawnSync('node_modules/.bin/tsc', types, { stdio: 'inherit' });
  if (tsc.status !== 0) process.exit(tsc.status ?? 1);
  pruneTypes(`${outdir}/types`, ['index.d.ts', 'vitest/describe-runbooks.d.ts']);
}
// For the tests of what is loaded when; it is in no package.
const modules = Object.fromEntries(layers.modules);
writeFileSync('bundle.json', `${JSON.stringify({ modules, files: outputs }, null, 1)}\n`);
rmSync('dist', { recursive: true, force: true });
renameSync(outdir, 'dist');
