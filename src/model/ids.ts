import type { Fence, Heading } from '../document/types.ts';
import type { ProblemLog } from './problems.ts';
import { findWord, type StepAttributes } from './read-attributes.ts';

/** A step that is to be named. */
export interface Unnamed {
  readonly fence: Fence;
  readonly attributes: StepAttributes;
}

/**
 * Names every step: by its `id=`, or by the slug of its heading, with `-2`, `-3` for the next ones
 * under it, or by `step-N` without a heading. A name that is taken is passed over.
 *
 * @returns ids in the order of the steps, all different
 */
export function assignIds(steps: readonly Unnamed[], log: ProblemLog): readonly string[] {
  const taken = findExplicit(steps, log);
  const counts = new Map<Heading, number>();
  return steps.map(({ fence, attributes }, index) => {
    if (attributes.values.id !== undefined) return attributes.values.id;
    const { heading } = fence;
    const slug = heading?.slug || null;
    const prefix = slug ?? 'step';
    let count = slug === null ? index + 1 : ((heading && counts.get(heading)) ?? 0) + 1;
    while (taken.has(nameNth(prefix, count, slug === null))) count += 1;
    if (heading) counts.set(heading, count);
    const id = nameNth(prefix, count, slug === null);
    taken.add(id);
    return id;
  });
}

function nameNth(prefix: string, count: number, always: boolean): string {
  return count === 1 && !always ? prefix : `${prefix}-${count}`;
}

function findExplicit(steps: readonly Unnamed[], log: ProblemLog): Set<string> {
  const lines = new Map<string, number>();
  for (const { fence, attributes } of steps) {
    const { id } = attributes.values;
    if (id === undefined) continue;
    const line = lines.get(id);
    if (line === undefined) lines.set(id, fence.line);
    else {
      const message = `the id \`${id}\` is given twice, first on line ${line}`;
      const hint = 'give one of the steps another id';
      log.errorIn(fence, findWord(attributes, 'id'), { rule: 'duplicate-id', message, hint });
    }
  }
  return new Set(lines.keys());
}
