import type { DialectSource, Lowering, Note, SkipRule } from './types.ts';

/** A fence of ours and where it comes from. */
export interface DraftFence {
  readonly info: string;
  /** Commands that stand before the body and come from nowhere. */
  readonly before?: readonly string[];
  readonly body: readonly string[];
  /** Document line of the first line of the body. */
  readonly line: number;
  /** What stands before each line, inside of a list or a quote. */
  readonly prefix?: string;
}

/** The document that comes out, written line by line with the place that each line comes from. */
export class Draft {
  readonly #dialect: string;
  readonly #inPlace: boolean;
  readonly #lines: string[] = [];
  readonly #origins: number[] = [];
  readonly #notes: Note[] = [];
  /** Notes about what stands above the first line, whose place is below the front matter. */
  #early: Note[] | null = [];
  #marker: string | null = null;
  skip: SkipRule | undefined;

  constructor(dialect: string, { folder }: DialectSource) {
    this.#dialect = dialect;
    this.#inPlace = folder !== undefined;
  }

  /** Writes the front matter, and below it the notes that were made so far. */
  begin(frontMatter: readonly string[]): void {
    for (const line of frontMatter) this.text(line, 1);
    const early = this.#early ?? [];
    this.#early = null;
    for (const note of early) this.#write(note, '');
  }

  /** What the next line begins with in the place of blanks: the marker of a list. */
  open(marker: string | null): void {
    this.#marker = marker;
  }

  text(line: string, origin: number): void {
    const isOpening = this.#marker !== null && line.trim() !== '';
    this.#lines.push(isOpening ? `${this.#marker}${line.slice(this.#marker?.length)}` : line);
    if (isOpening) this.#marker = null;
    this.#origins.push(origin);
  }

  /** A blank line, unless there is one. */
  gap(origin: number, prefix = ''): void {
    if (this.#lines.at(-1)?.trim() !== '') this.text(prefix.trimEnd(), origin);
  }

  /** Says in the document, and to the caller, what could not be taken over. */
  note(line: number, message: string, prefix = ''): void {
    const note = { line, message };
    this.#notes.push(note);
    if (this.#early === null) this.#write(note, prefix);
    else this.#early.push(note);
  }

  fence({ before = [], ...fence }: DraftFence): void {
    const { body, line } = fence;
    if (before.length === 0) this.#put(fence);
    // In its place, every line of a fence stands where it is in the document that is read.
    else if (this.#inPlace)
      this.#put({ ...fence, body: [[...before, body[0] ?? ''].join('; '), ...body.slice(1)] });
    else this.#put({ ...fence, body: [...before, ...body], line: line - before.length });
  }

  #put({ info, body, line, prefix = '' }: DraftFence): void {
    const longest = body.map((text) => /^\s*(`{3,})/.exec(text)?.[1]?.length ?? 0);
    const marker = '`'.repeat(Math.max(3, ...longest.map((length) => length + 1)));
    this.text(`${prefix}${marker}${info}`, line - 1);
    body.forEach((text, index) => {
      this.text(text === '' ? prefix.trimEnd() : `${prefix}${text}`, line + index);
    });
    this.text(`${prefix}${marker}`, line + body.length);
  }

  finish(): Lowering {
    while (this.#lines.at(-1) === '') {
      this.#lines.pop();
      this.#origins.pop();
    }
    return {
      text: this.#lines.map((line) => `${line}\n`).join(''),
      origins: this.#origins,
      notes: [...this.#notes].sort((a, b) => a.line - b.line),
      ...(this.skip === undefined ? {} : { skip: this.skip }),
    };
  }

  #write({ line, message }: Note, prefix: string): void {
    // Two hyphens would end the comment for some readers.
    const text = message.replaceAll('--', '- -');
    this.gap(line, prefix);
    this.text(`${prefix}<!-- ${this.#dialect}, line ${line}: ${text} -->`, line);
    this.text(prefix.trimEnd(), line);
  }
}
