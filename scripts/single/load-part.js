/** The module loader of the single file, whose parts are texts: most runs need few of them. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
// Made by scripts/build-single.js.
import { PARTS } from 'runbook:parts';

const PARAMETERS = ['exports', 'require', 'module', '__own'];

const require = createRequire(import.meta.url);

const loaded = new Map();

/** What a part knows of the file that it is in; see `src/own-files/within.ts`. */
const own = {
  // Without the query, which says what the file is to be.
  url: new URL(import.meta.url.replace(/\?.*/, '')).href,
  load: loadPart,
  text: (name) => PARTS[name],
};

/** The exports of a part (`./name.js`), or of a module of Node. */
export function loadPart(name) {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const text = PARTS[name];
  if (text === undefined) return require(name);
  const module = { exports: {} };
  // Known before it is there: parts may need each other.
  loaded.set(name, module);
  const filename = `${fileURLToPath(own.url)}/${name.slice(2)}`;
  compileFunction(text, PARAMETERS, { filename })(module.exports, loadPart, module, own);
  return module.exports;
}
