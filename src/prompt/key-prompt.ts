import { Prompt } from '@clack/core';
import { findChoice, refuseCase } from './find-choice.ts';
import type { KeyChoice } from './types.ts';

/** What is drawn of a question. */
export interface KeyView {
  /** The choice that was made. */
  readonly answer: KeyChoice | undefined;
  /** What is said of the last key, when it is one in its other case. */
  readonly refusal: string | undefined;
}

/** A question of which each answer is one key; Enter and every other key do nothing. */
export class KeyPrompt extends Prompt<string> {
  constructor(
    choices: readonly KeyChoice[],
    signal: AbortSignal | undefined,
    render: (view: KeyView) => string,
  ) {
    let refusal: string | undefined;
    const view = (): KeyView => ({
      answer: this.state === 'submit' ? findChoice(choices, this.value) : undefined,
      refusal,
    });
    super({ render: () => render(view()), ...(signal === undefined ? {} : { signal }) }, false);
    this.on('key', (char) => {
      const choice = findChoice(choices, char);
      refusal = char === undefined || choice !== undefined ? undefined : refuseCase(choices, char);
      if (choice === undefined) return;
      this._setValue(choice.key);
      this.state = 'submit';
    });
  }

  protected override _shouldSubmit(): boolean {
    return false;
  }
}
