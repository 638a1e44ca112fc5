import type { Fence, Heading } from '../document/types.ts';
import type { StepDraft } from './draft.ts';
import { showsCommands } from './languages.ts';
import { nearestName, onlyNearest } from './nearest.ts';
import { listNames, type ProblemLog, suggest } from './problems.ts';
import type { Tag } from './tags.ts';

/** A fence with what it declares itself to be, and the step that it became. */
export interface TaggedFence {
  readonly fence: Fence;
  readonly tag: Tag;
  /** Set for every tag of kind `step`. */
  readonly draft?: StepDraft;
}

/** What an expectation turned out to belong to. */
export type Attachment =
  | { readonly kind: 'step'; readonly draft: StepDraft }
  /** It shows what an untagged block of commands prints: prose like that block. */
  | { readonly kind: 'prose' }
  /** Its step was refused, or it names none: the log has the reason. */
  | { readonly kind: 'refused' };

/**
 * Finds the step that each expectation checks: the one that its `for=` names, or the nearest block
 * of commands before it, which must stand under the same heading or one that encloses it.
 *
 * @returns attachments in the order of the document, for fences tagged as expectations only
 */
export function attachExpectations(
  fences: readonly TaggedFence[],
  log: ProblemLog,
): ReadonlyMap<Fence, Attachment> {
  const drafts = fences.flatMap(({ draft }) => draft ?? []);
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  const attachments = new Map<Fence, Attachment>();
  let before: TaggedFence | null = null;
  for (const current of fences) {
    if (current.tag.kind === 'expectation') {
      const named = findNamed(current, byId, log);
      attachments.set(current.fence, named ?? attachToNearest(current.fence, before, log));
    } else if (isCommandBlock(current.tag)) {
      before = current;
    }
  }
  return attachments;
}

function isCommandBlock(tag: Tag): boolean {
  if (tag.kind === 'step' || tag.kind === 'refused') return true;
  return tag.kind !== 'expectation' && showsCommands(tag.lang);
}

function findNamed(
  { fence, tag }: TaggedFence,
  byId: ReadonlyMap<string, StepDraft>,
  log: ProblemLog,
): Attachment | null {
  if (tag.kind !== 'expectation') return null;
  const word = tag.words.find(({ name }) => name === 'for');
  if (word === undefined) return null;
  const id = word.value === true ? '' : word.value;
  const draft = byId.get(id);
  if (draft !== undefined) return { kind: 'step', draft };
  const message = id === '' ? '`for` needs the id of a step' : `\`for=${id}\`: no step has this id`;
  const ids = [...byId.keys()];
  const hint = suggest(nearestName(id, ids), listIds(ids));
  const meant = onlyNearest(id, ids);
  const fix = meant && `for=${meant}`;
  log.errorIn(fence, word, { rule: 'unknown-step', message, hint, fix });
  return { kind: 'refused' };
}

function attachToNearest(fence: Fence, before: TaggedFence | null, log: ProblemLog): Attachment {
  if (before !== null && isUnder(fence.heading, before.fence.heading)) {
    if (before.tag.kind === 'refused') return { kind: 'refused' };
    return before.draft ? { kind: 'step', draft: before.draft } : { kind: 'prose' };
  }
  const message = `\`${fence.info}\` checks nothing: no step stands before it under its heading`;
  const nearest = before?.draft ? `\`for=${before.draft.id}\`` : '`for=ID`';
  const hint = `put it after its step, name the step with ${nearest}, or say \`no-check\``;
  log.errorIn(fence, null, { rule: 'unattached-expectation', message, hint });
  return { kind: 'refused' };
}

/** Whether a place stands under a heading; everything stands under no heading. */
function isUnder(place: Heading | null, heading: Heading | null): boolean {
  let around = place;
  while (around !== null && around !== heading) around = around.parent;
  return around === heading;
}

/** The ids to choose from, as many as one can take in. */
export function listIds(ids: readonly string[]): string | undefined {
  if (ids.length === 0) return undefined;
  const shown = listNames(ids.slice(0, 8), 'and');
  return ids.length > 8 ? `the first ids are ${shown}` : `the ids are ${shown}`;
}
