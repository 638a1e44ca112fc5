const characters = new Intl.Segmenter();

/**
 * A line as it is being typed, with the place of the next character in it: reversed, since a colour
 * could be missing. What is one character to a reader is marked as a whole.
 *
 * @param at - place in the text, as readline counts it
 */
export function showCursor(text: string, at: number): string {
  if (at >= text.length) return `${text}█`;
  const { index, segment } = characters.segment(text).containing(at) ?? { index: at, segment: '' };
  const rest = text.slice(index + segment.length);
  return `${text.slice(0, index)}\x1b[7m${segment}\x1b[27m${rest}`;
}
