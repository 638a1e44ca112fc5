import type { Heading } from '../document/types.ts';
import { isInSection } from './in-section.ts';
import { isAside } from './roles.ts';
import type { Role } from './types.ts';

/** What is known of a step here, as a draft or whole. */
interface Placed {
  readonly role: Role;
  readonly fence: { readonly line: number; readonly heading: Heading | null };
}

/**
 * The steps that a `rollback` step undoes: those between it and the previous one of its section, all
 * of the document before it where it stands under no heading.
 */
export function findCovered<Step extends Placed>(
  rollback: Placed,
  steps: readonly Step[],
): readonly Step[] {
  const { heading, line } = rollback.fence;
  const isNear = (other: Placed): boolean =>
    other.fence.line < line && (heading === null || isInSection(other.fence.heading, heading.slug));
  const near = steps.filter(isNear);
  // One of a subsection has undone what stands before it there; this one is for the rest.
  const previous = near.findLast(
    ({ role, fence }) => role === 'rollback' && fence.heading === heading,
  );
  const from = previous?.fence.line ?? 0;
  const others = near.filter(({ role, fence }) => role === 'rollback' && fence.line > from);
  const taken = new Set(others.flatMap((other) => [...findCovered(other, steps)]));
  return near.filter(
    (step) =>
      step.fence.line > from && !isAside(step.role) && step.role !== 'require' && !taken.has(step),
  );
}
