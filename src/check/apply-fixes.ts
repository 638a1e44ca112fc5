import type { Problem } from '../document/problem.ts';

/** A text with what could be mended in it. */
export interface MendedText {
  readonly text: string;
  /** How many problems were mended. */
  readonly count: number;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/**
 * Puts the fixes of problems in place. Of two that overlap the first is taken. Every byte outside
 * of the problems' own places stays as it is: byte-order mark, line endings, and all.
 *
 * @param text the whole file, as it was read
 */
export function applyFixes(text: string, problems: readonly Problem[]): MendedText {
  const starts = findLineStarts(text);
  const edits = problems
    .flatMap(({ line, column, length, fix }): Edit[] => {
      const lineStart = starts[line - 1];
      if (fix === undefined || lineStart === undefined) return [];
      const start = lineStart + column - 1;
      return [{ start, end: start + length, replacement: fix }];
    })
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let mended = '';
  let at = 0;
  let count = 0;
  for (const { start, end, replacement } of edits) {
    if (start < at) continue;
    mended += text.slice(at, start) + replacement;
    at = end;
    count += 1;
  }
  return { text: mended + text.slice(at), count };
}

/** Where each line begins; the first one after a byte-order mark. */
function findLineStarts(text: string): readonly number[] {
  const first = text.startsWith('\uFEFF') ? 1 : 0;
  return [first, ...Array.from(text.matchAll(/\r\n?|\n/g), (end) => end.index + end[0].length)];
}
