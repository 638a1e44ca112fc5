import { createRequire } from 'node:module';
import type * as JsonP3 from 'json-p3';

declare const __JSON_PATH_LIBRARY__: string | undefined;

/** In the built program it is a file beside it; see `scripts/build.js`. */
const NAME = typeof __JSON_PATH_LIBRARY__ === 'string' ? __JSON_PATH_LIBRARY__ : 'json-p3';

let loaded: typeof JsonP3 | null = null;

/**
 * The library that knows the grammar of RFC 9535. Loaded by the first path of a document, since most
 * documents have none; at once, since an expectation is compiled at once.
 */
export function loadPathLibrary(): typeof JsonP3 {
  if (loaded === null) {
    const library: typeof JsonP3 = createRequire(import.meta.url)(NAME);
    loaded = library;
  }
  return loaded;
}
