const LINE =
  /^( *)(- )?(?:([A-Za-z_][\w./-]*):(?: +(?:[A-Za-z0-9_./][\w./@%+=,() -]*|"[^"\\]*"|'[^']*'))?|[A-Za-z0-9_./][\w./@%+=,() -]*|"[^"\\]*"|'[^']*')$/;

/** A collection that is open, at the column of its keys or dashes. */
interface Level {
  readonly column: number;
  /** Keys so far; `null` for a sequence. */
  readonly keys: Set<string> | null;
}

/**
 * Whether a text is YAML of the plainest sort, without asking a parser: mappings and sequences in
 * block style whose scalars are one word or line each, and comments on lines of their own. Most of
 * what guides show is, and is told a hundred times faster than it is parsed.
 *
 * @returns `false` for anything else, valid or not
 */
export function isPlainYaml(text: string): boolean {
  const levels: Level[] = [];
  // Whether the line before left its value to the lines below it.
  let isOpen = true;
  for (const line of text.split('\n')) {
    if (/^ *(?:#.*)?$/.test(line)) continue;
    const match = LINE.exec(line);
    if (match === null) return false;
    const [, indent = '', dash, key] = match;
    if (dash === undefined && key === undefined) return false;
    let column = indent.length;
    if (dash !== undefined) {
      if (!enter(levels, column, false, isOpen)) return false;
      column += 2;
      isOpen = true;
    }
    if (key === undefined) isOpen = false;
    else {
      if (!enter(levels, column, true, isOpen)) return false;
      const keys = levels.at(-1)?.keys;
      if (keys?.has(key)) return false;
      keys?.add(key);
      isOpen = line.endsWith(':');
    }
  }
  return levels.length > 0;
}

/** Goes to the collection of this kind at a column, if a line can belong to one there. */
function enter(levels: Level[], column: number, isMap: boolean, isOpen: boolean): boolean {
  let top = levels.at(-1);
  if (top === undefined || top.column < column) {
    if (!isOpen) return false;
    levels.push({ column, keys: isMap ? new Set() : null });
    return true;
  }
  while (top !== undefined && top.column > column) {
    levels.pop();
    top = levels.at(-1);
  }
  if (top?.column !== column) return false;
  if ((top.keys !== null) === isMap) return true;
  if (isMap) {
    // A sequence may stand at the column of the key that it is the value of.
    levels.pop();
    const below = levels.at(-1);
    return below?.column === column && below.keys !== null;
  }
  if (!isOpen) return false;
  levels.push({ column, keys: null });
  return true;
}
