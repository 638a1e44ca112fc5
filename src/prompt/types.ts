/** A key with what it does, for people. */
export interface KeyChoice {
  /** One character. */
  readonly key: string;
  /** Set where the other case of the letter counts as well: it could mean nothing else. */
  readonly anyCase?: true;
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
 * question resolves with `null` for Ctrl-C, and when its signal is aborted. What was typed on a
 * terminal before a question is shown does not answer it.
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
  /** Takes lines as they are typed or pasted, up to Ctrl-D; they are not echoed when they are secret. */
  paste(question: string, options: PasteOptions, signal: AbortSignal): Promise<string | null>;
}

/** How a text is taken. */
export interface PasteOptions {
  readonly secret: boolean;
}

/** What a line has to be. */
export interface TextOptions {
  /** One sentence without full stop about what is wrong; `undefined` when nothing is. */
  readonly validate?: (text: string) => string | undefined;
}
