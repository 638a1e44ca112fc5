/** The module loader of the single file, whose parts are comments in it: most runs need few of them. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';

const PARAMETERS = ['exports', 'require', 'module', '__own'];

const require = createRequire(import.meta.url);

const loaded = new Map();

/** What a part knows of the file that it is in; see `src/own-files/within.ts`. */
const own = {
  // Without the query, which says what the file is to be.
  url: new URL(import.meta.url.replace(/\?.*/, '')).href,
  load: loadPart,
  import: (url) => import(url),
  text: (name) => readPart(name).text,
};

/** The exports of a part (`./name.js`), or of a module of Node. */
export function loadPart(name) {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const part = readPart(name);
  if (part === undefined) return require(name);
  const module = { exports: {} };
  // Known before it is there: parts may need each other.
  loaded.set(name, module);
  // As its lines are numbered in the file.
  const options = { filename: fileURLToPath(own.url), lineOffset: part.line };
  compileFunction(part.text, PARAMETERS, options)(module.exports, loadPart, module, own);
  return module.exports;
}

/** Its text, and the number of lines above it. */
function readPart(name) {
  // `scripts/build-single.js` writes this function, and one for each part, which has it as a comment.
  const [part, line] = findPart(name) ?? [];
  if (part === undefined) return undefined;
  const text = part.toString().slice(part.toString().indexOf('\n') + 1, -'\n*/}'.length);
  return { text: text.replaceAll('*@/', '*/'), line };
}
