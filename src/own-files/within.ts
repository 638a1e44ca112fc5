import type { OwnFiles } from './types.ts';

/** What `scripts/single/load-part.js` gives every part of the single file. */
declare const __own: {
  /** Of the single file. */
  readonly url: string;
  readonly load: (part: string) => unknown;
  readonly import: (url: string) => Promise<{ readonly default?: unknown }>;
  readonly text: (part: string) => string;
};

/** The parts of a program that is one file: it is all that there is on its host. */
export const OWN_FILES: OwnFiles = {
  load: (library) => __own.load(`./${library}.cjs`),
  import: __own.import,
  // The file looks at its URL to see what it is to be.
  url: (module) => `${__own.url}?${module}`,
  copy: (module) => ({ [`${module}.cjs`]: __own.text(`./${module}.cjs`) }),
};
