import type { HoleType } from '../../expect/text/hole-types.ts';

/** Whether the whole of a text is of a type. */
export function isOfType(text: string, { extent, accepts }: HoleType): boolean {
  if (extent === null) return accepts(text);
  extent.lastIndex = 0;
  return extent.test(text) && extent.lastIndex === text.length && accepts(text);
}
