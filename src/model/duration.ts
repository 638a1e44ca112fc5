const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const DURATION = /^(?<amount>\d+(?:\.\d+)?)(?<unit>ms|s|m|h)$/;

/** How a duration is written, for messages. */
export const DURATION_FORMS = '`500ms`, `10s`, `5m` or `1h`';

/**
 * Reads a duration: a number, decimals allowed, and one of `ms s m h` right after it.
 *
 * @returns milliseconds, rounded to whole ones; `undefined` when it is no duration
 */
export function parseDuration(text: string): number | undefined {
  const groups = DURATION.exec(text)?.groups;
  const unit = UNITS[groups?.['unit'] ?? ''];
  if (groups === undefined || unit === undefined) return undefined;
  const ms = Math.round(Number(groups['amount']) * unit);
  return Number.isSafeInteger(ms) ? ms : undefined;
}

/**
 * Writes a duration as it is written in a document, in the largest unit that keeps it exact:
 * `1h`, `90s`, `1500ms`.
 */
export function formatDuration(ms: number): string {
  for (const unit of ['h', 'm', 's']) {
    const size = UNITS[unit] ?? 1;
    if (ms >= size && ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${ms}ms`;
}
