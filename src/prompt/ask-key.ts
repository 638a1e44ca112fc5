import { PLAIN } from '../report/paint.ts';
import { createRichAsker } from './rich-asker.ts';
import type { KeyChoice } from './types.ts';

/**
 * Asks on the terminal and waits for one of the keys.
 *
 * @returns the key; `null` for Ctrl-C
 */
export function askKey(question: string, choices: readonly KeyChoice[]): Promise<string | null> {
  return createRichAsker(PLAIN).key(question, choices, new AbortController().signal);
}
