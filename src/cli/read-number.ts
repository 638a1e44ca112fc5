import { UsageError } from '../plan/usage-error.ts';

/**
 * The whole number behind an option.
 *
 * @throws {@link UsageError} for what is none, or is less than `least`.
 */
export function readNumber(option: string, text: string, least: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least) return value;
  throw new UsageError(`${option} ${text}: is no whole number from ${least} on`);
}
