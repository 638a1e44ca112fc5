/** Whether a whole text fits a glob; see {@link readGlob}. */
export type Glob = readonly GlobPart[];

type GlobPart =
  | { readonly kind: 'text'; readonly char: string }
  | { readonly kind: 'reference'; readonly name: string; readonly index: number }
  | { readonly kind: 'many' }
  | { readonly kind: 'one' }
  | { readonly kind: 'class'; readonly test: (char: string) => boolean };

const TOKEN =
  /\\(\$\{)|\\([\s\S])|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|(\*)|(\?)|\[([!^]?)(\]?[^\]]*)\]|([\s\S])/gu;

/**
 * Reads a glob: `*` any text, `?` one character, `[a-z]` and `[!a-z]` one of (or none of) a set,
 * `\` before any of these the character itself, `${name}` the text of a value.
 */
export function readGlob(source: string): Glob {
  return [...source.matchAll(TOKEN)].flatMap((match): GlobPart[] => {
    const [, dollar, escaped, name, many, one, negated, set, char] = match;
    if (dollar !== undefined) return toText(dollar);
    if (escaped !== undefined) return toText(escaped);
    if (name !== undefined) return [{ kind: 'reference', name, index: match.index }];
    if (many !== undefined) return [{ kind: 'many' }];
    if (one !== undefined) return [{ kind: 'one' }];
    if (set === undefined || char !== undefined) return toText(char ?? '');
    if (set === '') return toText(match[0]);
    return [{ kind: 'class', test: createSet(set, negated !== '') }];
  });
}

/** Replaces references by text; names without a value are added to `missing`. */
export function resolveGlob(
  glob: Glob,
  scope: ReadonlyMap<string, string>,
  missing: Set<string>,
): Glob {
  return glob.flatMap((part): GlobPart[] => {
    if (part.kind !== 'reference') return [part];
    const value = scope.get(part.name);
    if (value === undefined) missing.add(part.name);
    return toText(value ?? '');
  });
}

/** Whether the whole text fits a resolved glob. Goes back to the last `*` only, which suffices. */
export function matchGlob(glob: Glob, text: string): boolean {
  const chars = [...text];
  let part = 0;
  let position = 0;
  let retryPart = -1;
  let retryPosition = 0;
  while (position < chars.length) {
    const current = glob[part];
    if (current?.kind === 'many') {
      retryPart = ++part;
      retryPosition = position;
    } else if (current && fits(current, chars[position] ?? '')) {
      part++;
      position++;
    } else if (retryPart >= 0) {
      part = retryPart;
      position = ++retryPosition;
    } else return false;
  }
  while (glob[part]?.kind === 'many') part++;
  return part === glob.length;
}

function fits(part: GlobPart, char: string): boolean {
  if (part.kind === 'text') return part.char === char;
  return part.kind === 'one' || (part.kind === 'class' && part.test(char));
}

function toText(text: string): GlobPart[] {
  return [...text].map((char) => ({ kind: 'text', char }));
}

function createSet(source: string, negated: boolean): (char: string) => boolean {
  const singles = new Set<string>();
  const ranges: [string, string][] = [];
  const chars = [...source];
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] ?? '';
    const high = chars[i + 2];
    if (chars[i + 1] === '-' && high !== undefined) {
      ranges.push([char, high]);
      i += 2;
    } else singles.add(char);
  }
  const isIn = (char: string) =>
    singles.has(char) || ranges.some(([low, high]) => low <= char && char <= high);
  return (char) => isIn(char) !== negated;
}
