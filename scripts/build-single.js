/**
 * Builds `build/runbook.mjs`: the program as one file, for hosts that have only Node. It holds the program's
 * parts as comments, each compiled when it is first needed: at every start Node reads the whole file,
 * and passes over comments several times as fast as over code.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, transform } from 'esbuild';
import { LIBRARIES, OPTIONS, ROOT } from './bundle-options.js';
import { describeNotices, findBundled } from './notices.js';
import { topicTexts } from './topic-texts.js';

process.chdir(ROOT);

/** Stands for the end of a comment in what is one; `scripts/single/load-part.js` knows it, too. */
const END_WITHIN = '*@/';

const output = process.argv[2] ?? 'build/runbook.mjs';

/** @type {import('esbuild').BuildOptions & { metafile: true, write: false }} */
const common = {
  ...OPTIONS,
  outdir: 'parts',
  write: false,
  plugins: [
    topicTexts,
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

const parts = new Map();
for (const { path, text } of program.outputFiles) parts.set(nameOf(path), await makeFunction(text));
for (const { path, text } of libraries.outputFiles) parts.set(nameOf(path), text);

const whole = await build({
  ...common,
  entryPoints: { runbook: 'scripts/single/main.js' },
  format: 'esm',
});
const metafiles = [program, libraries, whole].map(({ metafile }) => metafile);
const notices = describeNotices(findBundled(metafiles, ROOT)).replaceAll('*/', '* /');
// Beside it and renamed: a program that is running is not pulled away half done.
const beside = `${output}.${process.pid}`;
process.on('exit', () => rmSync(beside, { force: true }));
mkdirSync(dirname(output), { recursive: true });
const licence = readFileSync('LICENSE', 'utf8');
const code = addParts(whole.outputFiles[0].text);
writeFileSync(beside, `${code}\n/*\n${licence}\n${notices}*/\n`, { mode: 0o755 });
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
  // Only what is known here, parts and modules of Node, can be required where it was imported.
  const unknown = /__toESM\(require\((?!")[^)]*\)/.exec(code);
  if (unknown !== null)
    throw new Error(`an import is not that of a name, see OwnFiles: ${unknown}`);
  return code;
}

/** Puts the parts behind the code, and tells it where each of them is. */
function addParts(code) {
  const bodies = [...parts.values()].map((text) => {
    if (text.includes(END_WITHIN)) throw new Error(`a part has ${END_WITHIN} in it`);
    return `/*\n${text.replaceAll('*/', END_WITHIN)}\n*/`;
  });
  const cases = [...parts.keys()].map((name) => `case ${JSON.stringify(name)}: return `);
  let line = countLines(code) + cases.length + 4;
  let table = 'function findPart(name) {\n  switch (name) {\n';
  for (const [index, begin] of cases.entries()) {
    line += 1;
    table += `    ${begin}[part${index}, ${line}];\n`;
    line += countLines(bodies[index]);
  }
  const functions = bodies.map((body, index) => `function part${index}() {${body}}\n`);
  return `${code}${table}  }\n}\n${functions.join('')}`;
}

function countLines(text) {
  return text.split('\n').length - 1;
}
