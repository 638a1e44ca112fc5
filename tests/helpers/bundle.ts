import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.ts';

/** What the build says of itself in `bundle.json`. */
export interface Bundle {
  /** Every module of ours by its path. */
  readonly modules: Readonly<Record<string, Module>>;
  /** Every file in `dist/` that has code, by its name. */
  readonly files: Readonly<Record<string, BuiltFile>>;
}

interface Module {
  /** Paths of those that are loaded with it. */
  readonly imports: readonly string[];
  readonly libraries: readonly string[];
}

interface BuiltFile {
  readonly bytes: number;
  readonly entryPoint?: string;
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
}

/** Reads what the last build has said. */
export function readBundle(): Bundle {
  return JSON.parse(readFileSync(join(ROOT, 'bundle.json'), 'utf8'));
}

/**
 * The libraries that are loaded with these modules, each with the imports that lead to it: `a.ts > b.ts > zod`.
 */
export function findLibraries(
  { modules }: Bundle,
  entries: readonly string[],
): ReadonlyMap<string, string> {
  const chains = new Map(entries.map((entry) => [entry, entry]));
  const found = new Map<string, string>();
  // A map tells of what is added to it as well: the nearest come first, so the chains are short.
  for (const [path, chain] of chains) {
    for (const name of modules[path]?.libraries ?? [])
      if (!found.has(name)) found.set(name, `${chain} > ${name}`);
    for (const next of modules[path]?.imports ?? [])
      if (!chains.has(next)) chains.set(next, `${chain} > ${next}`);
  }
  return found;
}

/** The files that Node reads for these modules. */
export function findFiles({ files }: Bundle, entries: readonly string[]): readonly string[] {
  const found = new Set(entries.map((entry) => fileOf(files, entry)));
  for (const file of found) {
    for (const { path, kind } of files[file]?.imports ?? []) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (kind === 'import-statement' && files[name] !== undefined) found.add(name);
    }
  }
  return [...found];
}

/** A module that is imported later has a file of that name; a layer has others in it too. */
function fileOf(files: Bundle['files'], module: string): string {
  const all = Object.entries(files);
  const [name] =
    all.find(([, { entryPoint }]) => entryPoint === module) ??
    all.find(([, { inputs }]) => inputs[module] !== undefined) ??
    [];
  if (name === undefined) throw new Error(`no file of the build has ${module}`);
  return name;
}
