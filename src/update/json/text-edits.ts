import type { Change } from '../types.ts';
import { type BodyEdit, NoEditError } from './body-edit.ts';

/** Edits of pieces as changes of whole lines; those that touch the same line become one. */
export function toLineChanges(body: string, edits: readonly BodyEdit[]): Change[] {
  const changes: Change[] = [];
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let group: BodyEdit[] = [];
  let last = -1;
  const close = (): void => {
    if (group.length > 0) changes.push(toChange(body, group));
    group = [];
  };
  for (const [index, edit] of sorted.entries()) {
    // An anchor of YAML stands for the values of its aliases as well.
    if (edit.start < (sorted[index - 1]?.end ?? 0)) {
      throw new NoEditError('what an alias stands for is no longer the same everywhere');
    }
    if (lineAt(body, edit.start) > last) close();
    group.push(edit);
    last = Math.max(last, lineAt(body, edit.end));
  }
  close();
  return changes;
}

function toChange(body: string, edits: readonly BodyEdit[]): Change {
  const [first] = edits;
  const start = body.lastIndexOf('\n', (first?.start ?? 0) - 1) + 1;
  const stop = Math.max(...edits.map(({ end }) => end));
  const newline = body.indexOf('\n', stop);
  const end = newline < 0 ? body.length : newline;
  const write = (textOf: (edit: BodyEdit) => string): string[] => {
    let text = '';
    let at = start;
    for (const edit of edits) {
      text += body.slice(at, edit.start) + textOf(edit);
      at = edit.end;
    }
    // What is left of a line whose value went away is nothing to keep.
    return (text + body.slice(at, end)).split('\n').map((line) => line.trimEnd());
  };
  const givenUp = edits.flatMap(({ givesUp }) => givesUp ?? []);
  const hasPattern = edits.some(({ pattern }) => pattern !== undefined);
  return {
    from: lineAt(body, start),
    to: lineAt(body, end) + 1,
    lines: write(({ text }) => text),
    ...(hasPattern ? { pattern: write(({ text, pattern }) => pattern ?? text) } : {}),
    ...(givenUp.length > 0 ? { givesUp: givenUp.join(', ') } : {}),
  };
}

function lineAt(body: string, offset: number): number {
  return body.slice(0, offset).split('\n').length - 1;
}
