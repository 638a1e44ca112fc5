import stringWidth from 'string-width';

/** Puts words on as few lines as fit into a width; one that is longer has a line of its own. */
export function wrapWords(words: readonly string[], between: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && visibleLength(last + between + word) <= width)
      lines[lines.length - 1] = last + between + word;
    else lines.push(word);
  }
  return lines;
}

/** Columns, without what colours a text. */
function visibleLength(text: string): number {
  return stringWidth(text);
}
