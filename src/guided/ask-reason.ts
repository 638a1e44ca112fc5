import type { Asker } from '../prompt/types.ts';

/** What is on record as a reason has to be one. Resolves with `null` for Ctrl-C. */
export async function askReason(
  asker: Asker,
  question: string,
  signal: AbortSignal,
): Promise<string | null> {
  const validate = (text: string): string | undefined =>
    text.trim() === '' ? 'the record needs a reason' : undefined;
  const text = await asker.text(question, { validate }, signal);
  return text === null ? null : text.trim();
}
