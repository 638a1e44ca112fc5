/** The lines of a text, found without making a string of each. Indexes count from 0. */
export interface SourceLines {
  /** Without the empty line that the last line ending would begin. */
  readonly count: number;
  /** A line without its ending; empty beyond the last. */
  at(index: number): string;
  /** The first code unit of a line; a line feed, or `NaN`, when it is empty. */
  first(index: number): number;
  /** The length of a line without its ending, in UTF-16 code units. */
  length(index: number): number;
  /** Several lines, each with its line feed. @param end the first that is not among them */
  slice(start: number, end: number): string;
}

/** Finds the lines. @param text with line feeds for line endings */
export function indexLines(text: string): SourceLines {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  // As if the last line had an ending, too.
  if (starts.at(-1) !== text.length) starts.push(text.length + 1);
  const count = starts.length - 1;
  const startOf = (index: number): number => starts[Math.min(index, count)] ?? 0;
  return {
    count,
    at: (index) => text.slice(startOf(index), startOf(index + 1) - 1),
    first: (index) => (index < count ? text.charCodeAt(startOf(index)) : Number.NaN),
    length: (index) => Math.max(0, startOf(index + 1) - 1 - startOf(index)),
    slice(start, end) {
      const part = text.slice(startOf(start), startOf(end));
      return part === '' || part.endsWith('\n') ? part : `${part}\n`;
    },
  };
}
