/** Figures as the tables have them; one that was not measured is a dash. */

const NONE = '–';

export function formatTime(ms) {
  if (ms === undefined) return NONE;
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(2)} s`;
  return `${ms.toFixed(ms < 10 ? 3 : 1)} ms`;
}

export const formatRatio = (ratio) =>
  ratio === undefined ? NONE : ratio.toFixed(ratio >= 100 ? 0 : ratio < 0.1 ? 3 : 2);

export const formatMemory = (megabytes) =>
  megabytes === undefined ? NONE : `${megabytes.toFixed(0)} MB`;

export const formatCount = (count) => count.toLocaleString('en-US');

/** A limit that a figure must not exceed, or be below with `isBelow`. */
export function limit(what, figure, most, { isBelow = false, format = formatRatio } = {}) {
  return {
    what,
    figure: format(figure),
    target: `${isBelow ? 'below' : 'at most'} ${format(most)}`,
    isKept: figure === undefined ? undefined : isBelow ? figure < most : figure <= most,
  };
}
