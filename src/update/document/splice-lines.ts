import { splitText, type TextLine } from './text-lines.ts';

/** Lines of a document that are replaced. */
export interface Splice {
  /** The first line that goes, from 1; with `count` 0 the line before which lines are put. */
  readonly line: number;
  readonly count: number;
  /** Without their ends. */
  readonly lines: readonly string[];
}

/**
 * Replaces lines of a text. Every byte of the lines that stay is the same, and a new line ends as
 * the one in its place did, or as the one before it.
 */
export function spliceLines(text: string, splices: readonly Splice[]): string {
  const old = splitText(text);
  const newline = old[0]?.eol || '\n';
  const result: TextLine[] = [];
  let at = 0;
  // What is put before a line comes before what becomes of it.
  const sorted = [...splices].sort((a, b) => a.line - b.line || a.count - b.count);
  for (const { line, count, lines } of sorted) {
    result.push(...old.slice(at, line - 1));
    at = line - 1 + count;
    const last = result.at(-1);
    const isEnd = last !== undefined && last.eol === '' && lines.length > 0;
    if (isEnd) result[result.length - 1] = { ...last, eol: newline };
    const following = last?.eol || newline;
    lines.forEach((one, index) => {
      const own = index < count ? old[line - 1 + index]?.eol : undefined;
      const atEnd = isEnd && index === lines.length - 1;
      // After a lone CR the LF of an empty line would make one line end of both.
      const merges = one === '' && result.at(-1)?.eol === '\r';
      result.push({ text: one, eol: atEnd ? '' : merges ? '\r' : (own ?? following) });
    });
  }
  return [...result, ...old.slice(at)].map(({ text: one, eol }) => one + eol).join('');
}
