import type { Flags } from './option-types.ts';

/**
 * Whether a person is there to be asked: a terminal on both ends, no CI, and nobody who wants to be
 * asked nothing.
 */
export function isInteractive(flags: Pick<Flags, 'yes'>): boolean {
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  return isTerminal && !process.env['CI'] && !flags.yes;
}

/** Whether what is asked and shown has to do without a cursor. */
export function isPlain({ plain }: Pick<Flags, 'plain'>): boolean {
  return plain || process.env['TERM'] === 'dumb';
}

/** Columns of the terminal, now. */
export function readWidth(): number {
  return process.stdout.columns || 80;
}
