import { UsageError } from '../plan/usage-error.ts';
import { cram } from './cram.ts';
import { ie } from './ie.ts';
import { mdx } from './mdx.ts';
import { runme } from './runme.ts';
import { scrut } from './scrut.ts';
import { tesh } from './tesh.ts';
import type { Dialect } from './types.ts';

/** Every dialect that is read. */
export const DIALECTS: readonly Dialect[] = [scrut, cram, mdx, runme, tesh, ie];

/**
 * The dialect of a name.
 *
 * @throws {@link UsageError} that lists those there are.
 */
export function findDialect(name: string, option: string): Dialect {
  const found = DIALECTS.find((dialect) => dialect.name === name);
  if (found !== undefined) return found;
  const all = DIALECTS.map((dialect) => `\`${dialect.name}\` (${dialect.summary})`);
  throw new UsageError(`${option} ${name}: there is no such dialect`, [
    `the dialects are ${all.join(', ')}`,
  ]);
}
