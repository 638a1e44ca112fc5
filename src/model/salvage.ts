type Path = readonly PropertyKey[];

/**
 * A copy of plain data without what is found at some paths, so that the rest of it can still be
 * read. A path that leads nowhere is passed over, one into a list takes the whole list; the empty
 * path leaves nothing.
 */
export function leaveOut(value: unknown, paths: readonly Path[]): unknown {
  if (paths.some((path) => path.length === 0)) return undefined;
  if (paths.length > 0 && Array.isArray(value)) return undefined;
  if (paths.length === 0 || !isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const here = paths.filter(([first]) => first === key).map(([, ...rest]) => rest);
      const kept = leaveOut(inner, here);
      return kept === undefined ? [] : [[key, kept]];
    }),
  );
}

/** Whether plain data is a mapping. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
