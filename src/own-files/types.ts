/** A module of this program that another Node runs: for a JavaScript block, or when the engine has ended. */
export type OwnModule = 'js-prelude' | 'relay';

/** What the program has beside its code. */
export interface OwnFiles {
  /** Loads a library, at once. */
  load(library: string): unknown;
  /** Imports a module that is none of this program, by its URL. */
  import(url: string): Promise<{ readonly default?: unknown }>;
  /** Where a Node of this host imports the module from. */
  url(module: OwnModule): string;
  /** What another host needs to import the module: texts by the names of the files, the module's own first. */
  copy(module: OwnModule): Readonly<Record<string, string>>;
}
