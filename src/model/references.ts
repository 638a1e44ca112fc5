/** `${name}` in an attribute or in a file block with `expand`. */
export interface Reference {
  readonly name: string;
  /** Index in the text, in UTF-16 code units. */
  readonly offset: number;
  readonly length: number;
}

/** A `${` that no reference begins with, such as `${a-b}`. */
export interface BadReference {
  /** What was found, up to the closing brace. */
  readonly text: string;
  readonly offset: number;
}

const REFERENCE = /(?<!\\)\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}/g;
const BAD_REFERENCE = /(?<!\\)\$\{(?![A-Za-z_][A-Za-z0-9_]*\})[^}\n]{0,40}\}?/g;

/** The references of a text in order. `\${x}` is literal text and none. */
export function findReferences(text: string): readonly Reference[] {
  return [...text.matchAll(REFERENCE)].map((match) => ({
    name: match.groups?.['name'] ?? '',
    offset: match.index,
    length: match[0].length,
  }));
}

/** What looks like a reference and is none. */
export function findBadReferences(text: string): readonly BadReference[] {
  return [...text.matchAll(BAD_REFERENCE)].map((match) => ({
    text: match[0],
    offset: match.index,
  }));
}

/**
 * Puts values in for `${name}`; `\${` becomes `${`. A value is never read again.
 *
 * @param resolve gives a name's value; `undefined` leaves the reference as it is written
 */
export function substituteReferences(
  text: string,
  resolve: (name: string) => string | undefined,
): string {
  return text.replace(/\\\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (match, name: unknown) =>
    typeof name === 'string' ? (resolve(name) ?? match) : '${',
  );
}
