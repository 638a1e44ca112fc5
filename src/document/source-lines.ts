/** The lines of a text, found without making a string of each. Indexes count from 0. */
export interface SourceLines {
  /** Without the empty line that the last line ending would begin. */
  readonly count: number;
  /** A line without its ending; empty beyond the last. */
  at(index: number): string;
  /** A code unit of a line; that of a line feed, or `NaN`, where the line has ended. */
  code(index: number, offset: number): number;
  /** The length of a line without its ending, in UTF-16 code units. */
  length(index: number): number;
  /** Several lines, each with its line feed. @param end the first that is not among them */
  slice(start: number, end: number): string;
}

/** Finds the lines. @param text with line feeds for line endings */
export function indexLines(text: string): SourceLines {
  const { starts, count } = findStarts(text);
  const startOf = (index: number): number => starts[Math.min(index, count)] ?? 0;
  return {
    count,
    at: (index) => text.slice(startOf(index), startOf(index + 1) - 1),
    code(index, offset) {
      const at = startOf(index) + offset;
      return at < startOf(index + 1) ? text.charCodeAt(at) : Number.NaN;
    },
    length: (index) => Math.max(0, startOf(index + 1) - 1 - startOf(index)),
    slice(start, end) {
      const part = text.slice(startOf(start), startOf(end));
      return part === '' || part.endsWith('\n') ? part : `${part}\n`;
    },
  };
}

/** Where each line begins, and where one more would. */
function findStarts(text: string): { readonly starts: Uint32Array; readonly count: number } {
  let starts = new Uint32Array(64 + (text.length >> 5));
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    count += 1;
    if (count + 1 >= starts.length) {
      const larger = new Uint32Array(starts.length * 2);
      larger.set(starts);
      starts = larger;
    }
    starts[count] = at + 1;
  }
  if (starts[count] === text.length) return { starts, count };
  // As if the last line had an ending, too.
  starts[count + 1] = text.length + 1;
  return { starts, count: count + 1 };
}
