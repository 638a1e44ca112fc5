/**
 * Builds `build/runbook.mjs`: the program as one file, for hosts that have only Node. It holds the same parts
 * as `dist/`, each as a text that is compiled when it is first needed; compiling all of it at each start
 * would take several times as long as starting Node.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, transform } from 'esbuild';
import { LIBRARIES, OPTIONS, ROOT } from './bundle-options.js';
import { describeNotices, findBundled } from './notices.js';

process.chdir(ROOT);
const output = process.argv[2] ?? 'build/runbook.mjs';

/** @type {import('esbuild').BuildOptions & { metafile: true, write: false }} */
const common = {
  ...OPTIONS,
  outdir: 'parts',
  write: false,
  plugins: [
    replace(/\/own-files\/beside\.ts$/, 'src/own-files/within.ts'),
    replace(/\/program\.ts$/, 'scripts/single/program.js', /\/cli\/main\.ts$/),
  ],
};

const program = await build({
  ...common,
  entryPoints: { program: 'src/cli/program.ts', relay: 'src/session/relay.ts' },
  splitting: true,
  format: 'esm',
});
const libraries = await build({
  ...common,
  entryPoints: {
    ...LIBRARIES,
    // Whole, because it is also what other hosts are given.
    'js-prelude': 'src/session/js-prelude.ts',
  },
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
});

const parts = {};
for (const { path, text } of program.outputFiles) parts[nameOf(path)] = await makeFunction(text);
for (const { path, text } of libraries.outputFiles) parts[nameOf(path)] = text;

const whole = await build({
  ...common,
  entryPoints: { runbook: 'scripts/single/main.js' },
  format: 'esm',
  plugins: [...common.plugins, { name: 'parts', setup: provideParts }],
});
const metafiles = [program, libraries, whole].map(({ metafile }) => metafile);
const notices = describeNotices(findBundled(metafiles, ROOT)).replaceAll('*/', '* /');
// Beside it and renamed: a program that is running is not pulled away half done.
const beside = `${output}.${process.pid}`;
process.on('exit', () => rmSync(beside, { force: true }));
mkdirSync(dirname(output), { recursive: true });
const licence = readFileSync('LICENSE', 'utf8');
writeFileSync(beside, `${whole.outputFiles[0].text}\n/*\n${licence}\n${notices}*/\n`, {
  mode: 0o755,
});
renameSync(beside, output);

/** Has one file of the project taken for another, for all or for one that imports it. */
function replace(filter, path, importer = /./) {
  return {
    name: path,
    setup({ onResolve }) {
      onResolve({ filter }, (args) =>
        importer.test(args.importer) ? { path: `${ROOT}${path}` } : undefined,
      );
    },
  };
}

/** As other parts ask for it. */
function nameOf(path) {
  return `./${relative(join(ROOT, common.outdir), path)}`;
}

/** A module as the body of a function: what Node compiles without a file. */
async function makeFunction(text) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: OPTIONS.target,
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__own.url' },
  });
  return code;
}

function provideParts({ onResolve, onLoad }) {
  onResolve({ filter: /^runbook:parts$/ }, () => ({ path: 'parts', namespace: 'parts' }));
  onLoad({ filter: /./, namespace: 'parts' }, () => ({
    loader: 'js',
    contents: `export const PARTS = {\n${Object.entries(parts)
      .map(([name, text]) => `  ${JSON.stringify(name)}: ${quote(text)}`)
      .join(',\n')}\n};\n`,
  }));
}

/** As a template, so that the file can still be read. */
function quote(text) {
  return `\`${text.replace(/[\\`]|\$\{/g, (found) => `\\${found}`)}\``;
}
