/** What can follow on a command line, as it is known without looking at a document. */
export interface CommandLine {
  readonly program: string;
  readonly commands: readonly CommandWords[];
  /** What stands before any command. */
  readonly options: readonly OptionWords[];
}

export interface CommandWords {
  readonly name: string;
  readonly summary: string;
  /** What its operands name. */
  readonly operand: 'document' | 'file' | 'word' | 'nothing';
  /** Where there are no others than these. */
  readonly words: readonly string[];
  readonly options: readonly OptionWords[];
}

export interface OptionWords {
  /** With its dashes, as `--set`. */
  readonly name: string;
  /** With its dash, as `-q`. */
  readonly short?: string;
  readonly help: string;
  /** What its value names; absent: it takes none. */
  readonly value?: 'file' | 'folder' | 'word';
  /** Where there are no others than these. */
  readonly words: readonly string[];
}

/** Writes the completions of a command line for one shell, as code that it reads. */
export type CompletionWriter = (line: CommandLine) => string;
