import type { Fence } from '../document/types.ts';
import type { LoadResult } from '../model/load.ts';

/** What became of the fences of documents; the last four add up to the first. */
export interface Proof {
  readonly fences: number;
  /** Steps and the expectations that check them. */
  readonly run: number;
  /** Untagged scripts and data whose syntax was found right. */
  readonly parsed: number;
  /** Declared inert by `no-check`. */
  readonly inert: number;
  /** Shown, and proven by nothing. */
  readonly nothing: number;
}

export const NO_FENCES: Proof = { fences: 0, run: 0, parsed: 0, inert: 0, nothing: 0 };

/**
 * Counts the fences of one document. What an error keeps from being understood is proven by nothing.
 *
 * @param parsed fences that are not run, and whose syntax was found right
 */
export function countFences({ coverage }: LoadResult, parsed: readonly Fence[]): Proof {
  const { fences, run, inert } = coverage;
  const nothing = fences - run - inert - parsed.length;
  return { fences, run, parsed: parsed.length, inert, nothing };
}

/** The figures of several documents together. */
export function addCoverage(figures: readonly Proof[]): Proof {
  return figures.reduce(
    (sum, one) => ({
      fences: sum.fences + one.fences,
      run: sum.run + one.run,
      parsed: sum.parsed + one.parsed,
      inert: sum.inert + one.inert,
      nothing: sum.nothing + one.nothing,
    }),
    NO_FENCES,
  );
}
