import { stripVTControlCharacters } from 'node:util';

/** Breaks a line between words so that it fits; what goes on below is indented. */
export function wrapLine(line: string, width: number, indent: string): string[] {
  if (lengthOf(line) <= width) return [line];
  const lead = /^\s*/.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = lead;
  let isEmpty = true;
  for (const [, blanks = '', word = ''] of line.slice(lead.length).matchAll(/( *)([^ ]+)/g)) {
    const next = current + blanks + word;
    if (isEmpty || lengthOf(next) <= width) {
      current = next;
      isEmpty = false;
      continue;
    }
    lines.push(current);
    current = indent + word;
  }
  lines.push(current);
  return lines;
}

/** Columns, as far as they can be told without a table of wide characters. */
function lengthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}
