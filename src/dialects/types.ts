import type { MarkdownDocument } from '../document/types.ts';

/** A document of another tool, as it is read. */
export interface DialectSource {
  /** The path as the user gave it, for messages. */
  readonly file: string;
  /** The whole text, with LF. */
  readonly text: string;
  /**
   * Absolute path of the folder that the document is in, where it is run in place; what is imported
   * must not depend on where it was.
   */
  readonly folder?: string;
}

/** Something of a document that has no counterpart, or another one than it seems. */
export interface Note {
  /** In the document that was read. */
  readonly line: number;
  /** One sentence, no full stop. */
  readonly message: string;
}

/** An exit code by which a document says that it does not apply here. */
export interface SkipRule {
  readonly code: number;
  /** Document lines of the steps whose exit counts, by the opening of their fences; absent: of all. */
  readonly lines?: ReadonlySet<number>;
}

/** A document in our own format. */
export interface Lowering {
  readonly text: string;
  /** For each line of the text the line that it comes from. */
  readonly origins: readonly number[];
  readonly notes: readonly Note[];
  readonly skip?: SkipRule;
}

/** A lowered document, with every fence where it comes from. */
export interface PlacedDocument {
  readonly document: MarkdownDocument;
  readonly notes: readonly Note[];
  readonly skip: SkipRule | undefined;
}

/** Reads a document of another tool to be run where it is. */
export type DialectReader = (
  text: string,
  place: { readonly file: string; readonly folder: string },
) => PlacedDocument;

/** Documents of one tool: one file, one line in the registry. */
export interface Dialect {
  /** As it is written on the command line. */
  readonly name: string;
  /** What it reads, for the help. */
  readonly summary: string;
  /** How the names of its documents end. */
  readonly ending: string;
  /** Never throws for what the document says. */
  read(source: DialectSource): Lowering;
}
