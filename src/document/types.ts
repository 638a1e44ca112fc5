/**
 * A Markdown document as the later stages see it: fences and headings in document order, each with
 * its place in the file. Nothing here knows what a step is.
 */

/** A place in the document. Lines and columns count from 1; a column is in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Heading {
  /** 1 to 6. */
  readonly level: number;
  /** The text as a reader sees it, markup removed. */
  readonly text: string;
  /** The anchor that GitHub gives it, `-1`, `-2` … for repetitions. */
  readonly slug: string;
  readonly line: number;
  /** The closest heading above of a lower level. */
  readonly parent: Heading | null;
}

export interface Fence {
  /** The whole info string, trimmed: everything after the opening backticks or tildes. */
  readonly info: string;
  /** Where the info string begins. For a fence without one, just after the opening marker. */
  readonly position: Position;
  /** The content to the letter (line endings are LF), with its last newline; empty for no lines. */
  readonly body: string;
  /** Line of the opening marker. The first line of the body is the next one. */
  readonly line: number;
  /** Line of the closing marker (or the last line of the document when it is missing). */
  readonly endLine: number;
  /** The heading that it stands under. */
  readonly heading: Heading | null;
  /** What encloses it; `null` at the top level. */
  readonly container: 'list' | 'quote' | null;
}

/** A top-level paragraph or list. Its Markdown is the lines of the document. */
export interface Prose {
  readonly line: number;
  readonly endLine: number;
  readonly heading: Heading | null;
}

/** A paragraph, a heading, a list item's text, a table cell or an HTML block: where links can be. */
export interface InlineText {
  readonly kind: 'text' | 'html';
  /** First line in the document. */
  readonly line: number;
  readonly endLine: number;
  /** Without the markup around it; absent when it is the lines themselves. */
  readonly content?: string;
  /** How many columns of each line are a marker of a list or a quote, or the space below it. */
  readonly indent?: number;
}

export interface FrontMatter {
  /** The YAML between the `---` lines. */
  readonly text: string;
  /** Document line of the first line of `text`. */
  readonly line: number;
}

export interface MarkdownDocument {
  /** The path as the user gave it, for messages. */
  readonly file: string;
  /** The whole source, without a byte-order mark, line endings as in the file. */
  readonly text: string;
  /** The source's lines without their endings; `lines[0]` is line 1. Made when they are asked for. */
  readonly lines: readonly string[];
  readonly frontMatter: FrontMatter | null;
  readonly headings: readonly Heading[];
  readonly fences: readonly Fence[];
  readonly prose: readonly Prose[];
  /** Everything in which a link can be, in document order. */
  readonly texts: readonly InlineText[];
  /** Targets of link definitions (`[label]: target`) by their normalized labels. */
  readonly definitions: ReadonlyMap<string, string>;
}
