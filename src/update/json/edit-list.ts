import type { BodyEdit } from './body-edit.ts';
import { editBlockList } from './edit-block-list.ts';
import { indentAt } from './edit-leaf.ts';
import type { ValueContext } from './edit-value.ts';

/** What becomes of the next element of an array or entry of an object, or one that is put there. */
export type ListEdit =
  | { readonly kind: 'kept' }
  | { readonly kind: 'gone'; readonly givesUp?: string }
  | { readonly kind: 'new'; readonly write: (indent: string | null) => string };

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A stretch between elements that stay. */
interface Gap {
  /** Elements that go: from `from`, before `to`. */
  readonly from: number;
  readonly to: number;
  readonly texts: readonly string[];
  readonly givesUp: readonly string[];
}

/** Takes elements out of a list and puts others in, commas and blanks as those around them. */
export function editList(
  list: Place,
  places: readonly Place[],
  edits: readonly ListEdit[],
  context: ValueContext,
): BodyEdit[] {
  if (context.format === 'YAML' && !/[[{]/.test(context.body[list.start] ?? '')) {
    return editBlockList(list, places, edits, context.body);
  }
  const separator = findSeparator(list, places, context.body);
  const first = places[0]?.start ?? list.start + 1;
  const indent = separator.includes('\n') ? indentAt(context.body, first) : null;
  return findGaps(edits, indent).flatMap((gap) => closeGap(gap, list, places, separator));
}

function findGaps(edits: readonly ListEdit[], indent: string | null): Gap[] {
  const gaps: Gap[] = [];
  let at = 0;
  let open: Gap | undefined;
  for (const edit of edits) {
    if (edit.kind === 'kept') {
      if (open) gaps.push(open);
      open = undefined;
      at += 1;
      continue;
    }
    const gap: Gap = open ?? { from: at, to: at, texts: [], givesUp: [] };
    if (edit.kind === 'new') open = { ...gap, texts: [...gap.texts, edit.write(indent)] };
    else {
      at += 1;
      const givesUp = edit.givesUp === undefined ? [] : [edit.givesUp];
      open = { ...gap, to: at, givesUp: [...gap.givesUp, ...givesUp] };
    }
  }
  return open ? [...gaps, open] : gaps;
}

function closeGap(
  { from, to, texts, givesUp }: Gap,
  list: Place,
  places: readonly Place[],
  separator: string,
): BodyEdit[] {
  const text = texts.join(separator);
  const before = places[from - 1];
  const [first, last, after] = [places[from], places[to - 1], places[to]];
  const given = givesUp.length > 0 ? { givesUp: givesUp.join(', ') } : {};
  const edit = (start: number, end: number, by: string): BodyEdit[] => [
    { start, end, text: by, ...given },
  ];
  if (from < to && first && last) {
    if (texts.length > 0) return edit(first.start, last.end, text);
    if (before) return edit(before.end, last.end, '');
    if (after) return edit(first.start, after.start, '');
    return edit(list.start + 1, list.end - 1, '');
  }
  if (texts.length === 0) return [];
  if (before) return edit(before.end, before.end, separator + text);
  if (first) return edit(first.start, first.start, text + separator);
  return edit(list.start + 1, list.end - 1, text);
}

/** The comma between two elements with the blanks around it. */
function findSeparator(list: Place, places: readonly Place[], body: string): string {
  const [first, second] = places;
  if (first && second) return body.slice(first.end, second.start);
  const lead = first ? body.slice(list.start + 1, first.start) : '';
  return lead.includes('\n') ? `,${lead}` : ', ';
}
