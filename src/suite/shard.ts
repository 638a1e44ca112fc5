import { UsageError } from '../plan/usage-error.ts';

/** One part of a suite, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * Reads `2/5`.
 *
 * @throws {@link UsageError} for anything else.
 */
export function readShard(text: string): Shard {
  const [, index = 0, count = 0] = /^(\d{1,6})\/(\d{1,6})$/.exec(text)?.map(Number) ?? [];
  if (index >= 1 && index <= count) return { index, count };
  throw new UsageError(`--shard ${text}: is no part such as \`2/5\`, the second of five`, [
    'parts count from 1: `--shard 1/3`, `--shard 2/3` and `--shard 3/3` are all of the documents',
  ]);
}

/** The documents of a part: every so many-th, since neighbours tend to take equally long. */
export function pickShard<T>(documents: readonly T[], { index, count }: Shard): T[] {
  return documents.filter((_, at) => at % count === index - 1);
}
