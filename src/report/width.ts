/** Columns that a text takes on a terminal. */
export type WidthOf = (text: string) => number;

/** Measures text of plain ASCII, in which every character is one column. */
export const measureAscii: WidthOf = (text) => text.length;

/**
 * What measures these texts. The library for wide characters takes 14 ms to load, and most
 * documents' titles and commands need none.
 */
export async function loadWidthOf(texts: readonly string[]): Promise<WidthOf> {
  if (texts.every((text) => /^[\x20-\x7e…]*$/.test(text))) return measureAscii;
  return (await import('string-width')).default;
}
