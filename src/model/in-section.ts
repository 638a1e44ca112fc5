import type { Heading } from '../document/types.ts';

/** Whether something stands in a section, which includes its subsections. */
export function isInSection(heading: Heading | null, slug: string): boolean {
  for (let above = heading; above !== null; above = above.parent) {
    if (above.slug === slug) return true;
  }
  return false;
}
