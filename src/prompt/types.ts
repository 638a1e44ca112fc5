/** A key with what it does, for people. */
export interface KeyChoice {
  /** One character; a letter counts in both cases, unless the other case is a key as well. */
  readonly key: string;
  /** A word with the key in it: `[y]es`. */
  readonly label: string;
  /** What it does, in a line. */
  readonly help?: string;
}

/** An entry of a list to choose from. */
export interface ListChoice {
  readonly value: string;
  readonly label: string;
}

/**
 * How a person is asked: one implementation draws, the other prints lines for a screen reader. Every
 * question resolves with `null` for Ctrl-C, and when its signal is aborted.
 */
export interface Asker {
  /** Waits for one of the keys; Enter and every other key do nothing. */
  key(question: string, choices: readonly KeyChoice[], signal: AbortSignal): Promise<string | null>;
  /** Asks for a line. `validate` says what is wrong with one. */
  text(question: string, options: TextOptions, signal: AbortSignal): Promise<string | null>;
  /** Asks for a line that is not echoed. */
  secret(question: string, options: TextOptions, signal: AbortSignal): Promise<string | null>;
  /** Lets one entry be chosen. */
  choose(
    question: string,
    choices: readonly ListChoice[],
    signal: AbortSignal,
  ): Promise<string | null>;
  /** Takes lines as they are typed or pasted, up to Ctrl-D; echoes them unless they are `hidden`. */
  paste(question: string, hidden: boolean, signal: AbortSignal): Promise<string | null>;
}

/** What a line has to be. */
export interface TextOptions {
  /** One sentence without full stop about what is wrong; `undefined` when nothing is. */
  readonly validate?: (text: string) => string | undefined;
}
