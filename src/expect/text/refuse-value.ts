import { matchSegments } from './match-segments.ts';
import type { Hole } from './segments.ts';

/**
 * What is wrong with a text that is given as what a hole stands for, completing "it …"; `undefined`
 * when the hole could have been filled with it.
 */
export function refuseText(hole: Hole, text: string): string | undefined {
  const segments = [{ kind: 'hole', hole, index: 0 }] as const;
  if (matchSegments(segments, text, { ignoreConstraints: true }) === null) return mustBe(hole);
  return matchSegments(segments, text) === null ? mustHold(hole) : undefined;
}

/** The type does not fit. */
export function mustBe({ type }: Hole): string {
  return `must be of the type \`${type.name}\``;
}

/** The type fits, and what is asked of the value beyond it does not. */
export function mustHold({ constraint }: Hole): string {
  return `must be ${constraint?.phrase}`;
}
