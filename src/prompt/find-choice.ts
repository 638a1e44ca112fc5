import type { KeyChoice } from './types.ts';

/** The choice of a key. Its case counts, unless the choice says that it does not. */
export function findChoice(
  choices: readonly KeyChoice[],
  char: string | undefined,
): KeyChoice | undefined {
  const exact = choices.find(({ key }) => key === char);
  if (exact !== undefined || char === undefined) return exact;
  return choices.find(({ key, anyCase }) => anyCase === true && isSameLetter(key, char));
}

/** The choice of a line: its key, or the word or words that the key stands for. */
export function findTypedChoice(
  choices: readonly KeyChoice[],
  line: string,
): KeyChoice | undefined {
  const typed = line.trim();
  const ofKey = findChoice(choices, typed);
  if (ofKey !== undefined) return ofKey;
  return choices.find((choice) => {
    const label = nameChoice(choice);
    const names = [label, /^[\p{L}]+/u.exec(label)?.[0]].filter((name) => name !== undefined);
    return names.some(
      (name) =>
        name === typed || (choice.anyCase === true && name.toLowerCase() === typed.toLowerCase()),
    );
  });
}

/** What is said of a key that is one in its other case; `undefined` of all others. */
export function refuseCase(choices: readonly KeyChoice[], typed: string): string | undefined {
  const meant = choices.find(({ key }) => isSameLetter(key, typed));
  if (meant === undefined) return undefined;
  const [name = ''] = nameChoice(meant).split(',');
  return `${typed} is no key here; ${meant.key} is ${name}`;
}

/** A label without the brackets around its key. */
export function nameChoice({ label }: KeyChoice): string {
  return label.replaceAll(/[[\]]/g, '');
}

function isSameLetter(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
