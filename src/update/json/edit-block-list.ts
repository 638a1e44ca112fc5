import { type BodyEdit, NoEditError } from './body-edit.ts';
import type { ListEdit, Place } from './edit-list.ts';

/** What is written when the structure of YAML would have to change too much. */
const BY_HAND = 'the lines of this YAML would have to be written anew; edit it by hand';

/** Takes lines out of a list or a map of YAML that is written in blocks, and puts others in. */
export function editBlockList(
  list: Place,
  places: readonly Place[],
  edits: readonly ListEdit[],
  body: string,
): BodyEdit[] {
  const result: BodyEdit[] = [];
  const first = places[0];
  let at = 0;
  for (const edit of edits) {
    if (edit.kind === 'new') {
      const before = places[at - 1];
      // A line can only be put after another one of the same block.
      if (first === undefined || before === undefined) throw new NoEditError(BY_HAND);
      const lead = body.slice(lineStart(body, first.start), first.start);
      const end = lineEnd(body, trimmedEnd(body, before));
      result.push({ start: end, end, text: `\n${lead.replace(/[^ -]/g, ' ')}${edit.write(null)}` });
      continue;
    }
    const place = places[at];
    at += 1;
    if (edit.kind === 'kept' || place === undefined) continue;
    if (edits.every(({ kind }) => kind !== 'kept')) throw new NoEditError(BY_HAND);
    const given = edit.givesUp === undefined ? {} : { givesUp: edit.givesUp };
    result.push({ ...cutLines(body, place, list), text: '', ...given });
  }
  return result;
}

/** The lines of an element, the end of the one before included. */
function cutLines(body: string, place: Place, list: Place): Place {
  const start = lineStart(body, place.start);
  const lead = body.slice(start, place.start);
  if (!/^ *(?:- +)?$/.test(lead) || start < list.start) throw new NoEditError(BY_HAND);
  const end = lineEnd(body, trimmedEnd(body, place));
  return { start: start === 0 ? 0 : start - 1, end: start === 0 ? end + 1 : end };
}

function lineStart(body: string, offset: number): number {
  return body.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(body: string, offset: number): number {
  const end = body.indexOf('\n', offset);
  return end < 0 ? body.length : end;
}

/** The end of a value without the blank lines that YAML counts to it. */
function trimmedEnd(body: string, { start, end }: Place): number {
  return start + body.slice(start, end).trimEnd().length;
}
