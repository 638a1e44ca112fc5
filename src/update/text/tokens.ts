/** A piece of a text: a run of letters, of digits or of blanks, or one other character. */
const TOKEN = /[\p{L}\p{M}]+|\p{N}+|\s+|[\s\S]/gu;

const WORD = /[\p{L}\p{N}]/u;

/** Splits a text so that what people see as one thing is a few tokens, and joins back to the text. */
export function tokenize(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** Whether a token says something, unlike blanks and punctuation. */
export function isWord(token: string): boolean {
  return WORD.test(token);
}

/** How many words two texts have in common, from 0 to 1; the order does not matter, nor does case. */
export function measureLikeness(a: readonly string[], b: readonly string[]): number {
  const left = a.filter(isWord);
  const right = b.filter(isWord);
  if (left.length === 0 || right.length === 0) return left.length === right.length ? 1 : 0;
  const counts = new Map<string, number>();
  for (const token of left) {
    const key = token.toLowerCase();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  let shared = 0;
  for (const token of right) {
    const key = token.toLowerCase();
    const count = counts.get(key) ?? 0;
    if (count === 0) continue;
    counts.set(key, count - 1);
    shared += 1;
  }
  return (2 * shared) / (left.length + right.length);
}
