/**
 * Puts together what is loaded together. esbuild makes a chunk for every set of entries that share a
 * module, here some fifty of them for each command, and each takes Node half a millisecond.
 */
import { relative, resolve } from 'node:path';
import { build } from 'esbuild';

const ENTRIES = {
  program: ['src/cli/program.ts'],
  check: ['src/cli/commands/check.ts'],
  list: ['src/cli/commands/list.ts'],
  plan: ['src/cli/commands/plan.ts'],
  run: ['src/cli/commands/run.ts'],
  // Loaded by every run while its shell starts.
  steps: ['src/engine/lifecycle.ts'],
  // And this where something is expected.
  judging: ['src/expect/evaluators.ts'],
  // They read no document: what they need is to be in no file with what does.
  init: ['src/cli/commands/init.ts'],
  records: ['src/cli/commands/history.ts', 'src/cli/commands/report.ts'],
};

/**
 * The layers, each of them a file. A module is in the first one that takes it, and where none does, in
 * chunks as esbuild makes them. What is named are the entries that load the module.
 */
const LAYERS = {
  program: ({ program, records, check, list, init }) =>
    program || (records && (check || list || init)),
  records: ({ records, run }) => records && run,
  reading: ({ list, check, plan, run }) =>
    (list && (check || plan || run)) || (check && (plan || run)),
  planning: ({ plan, run, steps }) => plan && (run || steps),
  running: ({ run }) => run,
  steps: ({ steps }) => steps,
  judging: ({ judging }) => judging,
  checking: ({ check }) => check,
};

/**
 * What a build with `splitting` needs to have these layers.
 *
 * @param {string} root the folder of the project
 */
export async function makeLayers(root) {
  const modules = await readModules(root);
  const layers = assignLayers(modules);
  const entryPoints = Object.fromEntries([...layers.keys()].map((name) => [name, `layer:${name}`]));
  return { modules, entryPoints, plugin: createPlugin(root, layers) };
}

/** All modules of ours: which others, and which libraries, they import at once, and what they export. */
async function readModules(root) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/**/*.ts'],
    outdir: 'unused',
    outbase: '.',
    format: 'esm',
    write: false,
    metafile: true,
  });
  const modules = new Map();
  for (const { entryPoint, imports, exports } of Object.values(metafile.outputs)) {
    const names = imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => path);
    modules.set(entryPoint, {
      imports: names
        .filter((name) => name.startsWith('.'))
        .map((name) => relative(root, resolve(root, entryPoint, '..', name))),
      libraries: names.filter((name) => !/^(?:\.|node:)/.test(name)),
      exports,
    });
  }
  return modules;
}

/** The modules of each layer by their paths, with the names that the layer exports for their exports. */
function assignLayers(modules) {
  const reached = Object.entries(ENTRIES).map(([name, paths]) => [name, reach(modules, paths)]);
  const layers = new Map(Object.keys(LAYERS).map((name) => [name, new Map()]));
  for (const [path, { exports }] of modules) {
    const needs = Object.fromEntries(reached.map(([name, paths]) => [name, paths.has(path)]));
    const name = Object.keys(LAYERS).find((layer) => LAYERS[layer](needs));
    if (name === undefined) continue;
    layers.get(name).set(path, nameExports(exports, path, [...layers.get(name).values()]));
  }
  return layers;
}

/** What is loaded with these modules. */
function reach(modules, paths, reached = new Set()) {
  for (const path of paths) {
    if (reached.has(path)) continue;
    reached.add(path);
    reach(modules, modules.get(path).imports, reached);
  }
  return reached;
}

/** Two modules of a layer may export the same name. */
function nameExports(exports, path, others) {
  const isTaken = (name) => others.some((names) => Object.values(names).includes(name));
  return Object.fromEntries(
    exports.map((name) => [name, isTaken(name) ? `${name}_${path.replace(/\W/g, '_')}` : name]),
  );
}

/** In its layer a module is what it is; elsewhere it is names that the layer's file exports. */
function createPlugin(root, layers) {
  const layerOf = (path) => [...layers.keys()].find((name) => layers.get(name).has(path));
  return {
    name: 'layers',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^layer:/ }, ({ path }) => ({ path: path.slice(6), namespace: 'layer' }));
      onLoad({ filter: /.*/, namespace: 'layer' }, ({ path: layer }) => ({
        contents: [...layers.get(layer)]
          .map(([path, names]) => `export { ${rename(Object.entries(names))} } from './${path}';\n`)
          .join(''),
        resolveDir: root,
      }));
      onResolve({ filter: /^\.{1,2}\// }, ({ path, importer, kind, namespace, resolveDir }) => {
        if (namespace !== 'file') return undefined;
        const target = relative(root, resolve(resolveDir, path));
        const layer = layerOf(target);
        const isOwn = layer === layerOf(relative(root, importer));
        // What a layer imports later would become a chunk beside it.
        if (layer === undefined || (isOwn && kind !== 'dynamic-import')) return undefined;
        const names = Object.entries(layers.get(layer).get(target));
        return names.every(([inside, outside]) => inside === outside)
          ? { path: `./${layer}.js`, external: true }
          : { path: target, namespace: 'renamed' };
      });
      onLoad({ filter: /.*/, namespace: 'renamed' }, ({ path }) => {
        const layer = layerOf(path);
        const names = Object.entries(layers.get(layer).get(path)).map((pair) => pair.reverse());
        return { contents: `export { ${rename(names)} } from 'built:${layer}';` };
      });
      onResolve({ filter: /^built:/ }, ({ path }) => ({
        path: `./${path.slice(6)}.js`,
        external: true,
      }));
    },
  };
}

const rename = (pairs) => pairs.map(([from, to]) => `${from} as ${to}`).join(', ');
