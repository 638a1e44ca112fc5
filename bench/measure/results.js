/** Figures of what was measured; `undefined` where it was not. */

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median time in ms; of what was run once, that one. */
export function timeOf(results, name) {
  const result = results.get(name);
  if (result === undefined) return undefined;
  if (result.samples.length > 0) return median(result.samples.map(({ ms }) => ms));
  return result.first?.ms;
}

/** Peak memory in MB. */
export function memoryOf(results, name) {
  return results.get(name)?.first?.memory;
}

/**
 * The median over the rounds of a figure that is computed from the times of one round, in the order of
 * the names: what a slow minute did to all of them at once is not in a quotient. With a candidate that
 * was run once it is the figure of the medians.
 */
export function compute(results, names, figure) {
  const lists = names.map((name) => results.get(name)?.samples ?? []);
  const rounds = Math.min(...lists.map((list) => list.length));
  if (rounds > 0) {
    const rows = Array.from({ length: rounds }, (_, i) => lists.map((list) => list[i].ms));
    return median(rows.map((times) => figure(...times)));
  }
  const times = names.map((name) => timeOf(results, name));
  return times.includes(undefined) ? undefined : figure(...times);
}

export const ratioOf = (results, name, base) => compute(results, [name, base], (a, b) => a / b);

/** What is lost in the noise of other figures is none. */
export const positive = (figure) => (figure > 0 ? figure : undefined);
