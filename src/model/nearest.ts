import { distance } from '../libraries/distance.ts';

/**
 * The known name that was probably meant by a word: at most two edits away, or at most a third of
 * the word's length. Upper and lower case count as the same.
 *
 * @returns `undefined` when no name is near enough; the first of those that are equally near
 */
export function nearestName(word: string, names: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  // A word of one or two letters is two edits away from anything short.
  const limit = Math.min(Math.max(2, Math.floor(word.length / 3)), Math.max(1, word.length - 1));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const name of names) {
    // So many letters more or fewer are as many edits.
    if (Math.abs(name.length - wanted.length) >= bestDistance) continue;
    const away = distance(wanted, name.toLowerCase());
    if (away < bestDistance) {
      best = name;
      bestDistance = away;
    }
  }
  return best;
}

/**
 * The one known name that a word can have been meant for: near enough, and nearer than any other,
 * so that it can be put in its place without asking.
 */
export function onlyNearest(word: string, names: Iterable<string>): string | undefined {
  const known = [...new Set(names)];
  const nearest = nearestName(word, known);
  if (nearest === undefined) return undefined;
  const awayOf = (name: string): number => distance(word.toLowerCase(), name.toLowerCase());
  const limit = awayOf(nearest);
  // `sum` is two letters away from `run`, as most short words are from one another.
  if (word.length < 5 && limit > 1 && lettersOf(word) !== lettersOf(nearest)) return undefined;
  const isRival = (name: string): boolean =>
    Math.abs(name.length - word.length) <= limit &&
    name.toLowerCase() !== nearest.toLowerCase() &&
    awayOf(name) <= limit;
  const rival = known.some(isRival);
  return rival ? undefined : nearest;
}

function lettersOf(word: string): string {
  return [...word.toLowerCase()].sort().join('');
}
