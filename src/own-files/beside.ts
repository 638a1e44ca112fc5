import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { OwnFiles } from './types.ts';

declare const __LIBRARIES__: Readonly<Record<string, string>> | undefined;

/** In the built program each library is a file beside it; see `scripts/build.js`. */
const LIBRARIES = typeof __LIBRARIES__ === 'object' ? __LIBRARIES__ : {};

/** What a module of this program imports from beside it. */
const IMPORTS = /(?:from|import)\s*\(?\s*["']\.\/([\w.-]+\.js)["']/g;

const require = createRequire(import.meta.url);

/** The files beside the bundle. The program that is a single file has `within.ts` instead. */
export const OWN_FILES: OwnFiles = {
  load: (library) => require(LIBRARIES[library] ?? library),
  import: (url) => import(url),
  url: (module) => urlOf(`${module}.js`).href,
  copy(module) {
    const texts: Record<string, string> = {};
    const add = (name: string): void => {
      if (texts[name] !== undefined) return;
      const text = readFileSync(urlOf(name), 'utf8');
      texts[name] = text;
      for (const [, imported = ''] of text.matchAll(IMPORTS)) add(imported);
    };
    add(`${module}.js`);
    return texts;
  },
};

function urlOf(name: string): URL {
  return new URL(`./${name}`, import.meta.url);
}
