import type { Flags } from './option-types.ts';

/**
 * Whether a person is there to be asked: a terminal on both ends, no CI, and nobody who wants to be
 * asked nothing.
 */
export function isInteractive(flags: Pick<Flags, 'yes'>): boolean {
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  return isTerminal && !process.env['CI'] && !flags.yes;
}
