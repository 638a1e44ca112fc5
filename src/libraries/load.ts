import type * as Diff from 'diff';
import type * as JsonP3 from 'json-p3';
import type * as MarkdownIt from 'markdown-it';
import type * as Re2js from 're2js';
import type * as Semver from 'semver';
import type * as SmolToml from 'smol-toml';
import type * as Yaml from 'yaml';
import { OWN_FILES } from '../own-files/beside.ts';
import type * as Zod from './zod.ts';

/** Libraries that many runs never need. */
interface Libraries {
  readonly diff: typeof Diff;
  readonly 'json-p3': typeof JsonP3;
  readonly 'markdown-it': typeof MarkdownIt;
  readonly re2js: typeof Re2js;
  readonly semver: typeof Semver;
  readonly 'smol-toml': typeof SmolToml;
  readonly yaml: typeof Yaml;
  readonly 'zod/mini': typeof Zod;
}

const loaded: { [Name in keyof Libraries]?: Libraries[Name] } = {};

/**
 * Loads a library when it is first needed, and at once: what needs it (an expression in a document,
 * a difference to show) comes up where nothing can be waited for.
 */
export function loadLibrary<Name extends keyof Libraries>(name: Name): Libraries[Name] {
  // Node keeps what it has loaded as well, but has to find out each time which file that is.
  const known = loaded[name];
  if (known !== undefined) return known as Libraries[Name];
  const library = OWN_FILES.load(name) as Libraries[Name];
  loaded[name] = library;
  return library;
}
