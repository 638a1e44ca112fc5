import type { Change } from '../types.ts';

/** What becomes of one line of a body, or what is put before the line `at`. */
export interface LineEdit {
  readonly at: number;
  /** Whether the line itself goes. */
  readonly replaces: boolean;
  readonly lines: readonly string[];
  /** The same with holes; absent when there is nothing to put holes for. */
  readonly pattern?: readonly string[];
  readonly givesUp?: string;
}

/** Puts edits that touch each other together; what gives up a pattern is asked for by itself. */
export function joinEdits(edits: readonly LineEdit[]): Change[] {
  const changes: Change[] = [];
  for (const edit of edits) {
    const { at, replaces, lines, pattern, givesUp } = edit;
    const next: Change = {
      from: at,
      to: replaces ? at + 1 : at,
      lines,
      ...(pattern === undefined ? {} : { pattern }),
      ...(givesUp === undefined ? {} : { givesUp }),
    };
    const last = changes.at(-1);
    const joins =
      last?.to === next.from && last.givesUp === undefined && next.givesUp === undefined;
    if (last && joins) changes[changes.length - 1] = join(last, next);
    else changes.push(next);
  }
  return changes;
}

function join(a: Change, b: Change): Change {
  const hasPattern = a.pattern !== undefined || b.pattern !== undefined;
  return {
    from: a.from,
    to: b.to,
    lines: [...a.lines, ...b.lines],
    ...(hasPattern ? { pattern: [...(a.pattern ?? a.lines), ...(b.pattern ?? b.lines)] } : {}),
  };
}

/** The lines of a body with changes made; they do not overlap and are in order. */
export function applyChanges(
  body: readonly string[],
  changes: readonly Change[],
  choose: (change: Change) => readonly string[] = ({ lines }) => lines,
): string[] {
  const result: string[] = [];
  let at = 0;
  for (const change of changes) {
    result.push(...body.slice(at, change.from), ...choose(change));
    at = change.to;
  }
  return [...result, ...body.slice(at)];
}
