import { Prompt } from '@clack/core';
import type { ListChoice } from './types.ts';

/** What is drawn of a list. */
export interface ListView {
  readonly state: string;
  /** What was typed to search for. */
  readonly typed: string;
  readonly cursor: number;
  readonly matches: readonly ListChoice[];
  /** Index of the entry that Enter takes. */
  readonly at: number;
}

/** A list of which one entry is chosen by the arrows, or by typing a part of it. */
export class ListPrompt extends Prompt<string> {
  readonly #choices: readonly ListChoice[];
  #matches: readonly ListChoice[];
  #at = 0;

  constructor(
    choices: readonly ListChoice[],
    options: { readonly signal: AbortSignal; readonly initialUserInput: string },
    render: (view: ListView) => string,
  ) {
    super({ ...options, render: () => render(this.#view()) });
    this.#choices = choices;
    this.#matches = choices;
    this.on('userInput', (typed) => this.#search(typed));
    this.on('key', (_char, { name }) => {
      if (name === 'up') this.#move(-1);
      if (name === 'down') this.#move(1);
    });
    this.on('finalize', () => {
      if (this.state === 'submit') this._setValue(this.#matches[this.#at]?.value);
    });
  }

  /** Where nothing is found, Enter does nothing. */
  protected override _shouldSubmit(): boolean {
    if (this.#matches.length > 0) return true;
    // Readline has taken the line away.
    this._setUserInput(this.userInput, true);
    return false;
  }

  #view(): ListView {
    return {
      state: this.state,
      typed: this.userInput,
      cursor: this._cursor,
      matches: this.#matches,
      at: this.#at,
    };
  }

  #search(typed: string): void {
    const matches = findChoices(this.#choices, typed);
    // Every key comes by here, the arrows too.
    if (matches.every((choice, index) => choice === this.#matches[index])) {
      if (matches.length === this.#matches.length) return;
    }
    this.#matches = matches;
    this.#at = 0;
  }

  #move(by: number): void {
    const { length } = this.#matches;
    if (length > 0) this.#at = (this.#at + by + length) % length;
  }
}

/**
 * The entries with a text in them, the best first: a name that is the text comes before all that only
 * have it as a part.
 */
export function findChoices(choices: readonly ListChoice[], text: string): readonly ListChoice[] {
  const search = text.trim().toLowerCase();
  if (search === '') return choices;
  const rank = ({ value, label }: ListChoice): number => {
    const name = value.toLowerCase();
    if (name === search) return value === text.trim() ? 0 : 1;
    if (name.startsWith(search)) return 2;
    if (name.includes(search)) return 3;
    return label.toLowerCase().includes(search) ? 4 : 5;
  };
  return [0, 1, 2, 3, 4].flatMap((wanted) => choices.filter((choice) => rank(choice) === wanted));
}
