import { Prompt } from '@clack/core';
import type { KeyChoice } from './types.ts';

/** A question of which each answer is one key; Enter and every other key do nothing. */
export class KeyPrompt extends Prompt<string> {
  constructor(
    choices: readonly KeyChoice[],
    signal: AbortSignal | undefined,
    render: (answer: KeyChoice | undefined) => string,
  ) {
    const answer = (): KeyChoice | undefined =>
      this.state === 'submit' ? choices.find(({ key }) => key === this.value) : undefined;
    super({ render: () => render(answer()), ...(signal === undefined ? {} : { signal }) }, false);
    this.on('key', (char) => {
      const choice = findChoice(choices, char);
      if (choice === undefined) return;
      this._setValue(choice.key);
      this.state = 'submit';
    });
  }

  protected override _shouldSubmit(): boolean {
    return false;
  }
}

/** The choice of a key: `a` and `A` are two when both are there, and one else. */
export function findChoice(
  choices: readonly KeyChoice[],
  char: string | undefined,
): KeyChoice | undefined {
  if (char === undefined) return undefined;
  const exact = choices.find(({ key }) => key === char);
  const lower = char.toLowerCase();
  return exact ?? choices.find(({ key }) => key.toLowerCase() === lower);
}
