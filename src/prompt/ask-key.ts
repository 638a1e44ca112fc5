import { isCancel, Prompt, settings } from '@clack/core';

/** A key with what it does, for people. */
export interface KeyChoice {
  /** One lower-case character. */
  readonly key: string;
  /** A word with the key in it: `[y]es`. */
  readonly label: string;
}

// Escape is pressed too easily to give up everything with it.
settings.aliases.delete('escape');

/** A question of which each answer is one key; Enter and every other key do nothing. */
class KeyPrompt extends Prompt<string> {
  constructor(keys: ReadonlySet<string>, render: (answer: string | undefined) => string) {
    super({ render: () => render(this.state === 'submit' ? this.value : undefined) }, false);
    this.on('key', (char) => {
      const key = char?.toLowerCase();
      if (key === undefined || !keys.has(key)) return;
      this._setValue(key);
      this.state = 'submit';
    });
  }

  protected override _shouldSubmit(): boolean {
    return false;
  }
}

/**
 * Asks on the terminal and waits for one of the keys.
 *
 * @returns the key; `null` for Ctrl-C
 */
export async function askKey(
  question: string,
  choices: readonly KeyChoice[],
): Promise<string | null> {
  const labels = choices.map(({ label }) => label).join('  ');
  const prompt = new KeyPrompt(new Set(choices.map(({ key }) => key)), (answer) =>
    answer === undefined ? `${question}  ${labels}` : `${question}  ${answer}`,
  );
  const answer = await prompt.prompt();
  return typeof answer === 'string' && !isCancel(answer) ? answer : null;
}
