const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};
const SIZE = /^(?<amount>\d+(?:\.\d+)?) ?(?<unit>[kKMGT]?i?B)$/;

/** How a size is written, for messages. */
export const SIZE_FORMS = '`500KB`, `64MiB` or `1GiB`';

/**
 * Reads a size: a number, decimals allowed, and a unit: `B`, `KB MB GB TB` for powers of 1000,
 * `KiB MiB GiB TiB` for powers of 1024.
 *
 * @returns bytes, rounded to whole ones; `undefined` when it is no size
 */
export function parseSize(text: string): number | undefined {
  const groups = SIZE.exec(text)?.groups;
  const unit = UNITS[groups?.['unit'] ?? ''];
  if (groups === undefined || unit === undefined) return undefined;
  const bytes = Math.round(Number(groups['amount']) * unit);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
