/** Situations that a step's last lines give away, with what to do about them. */
interface Situation {
  readonly pattern: RegExp;
  /** `found` is the group of the pattern that took part. */
  hint(found: string): string;
}

const SITUATIONS: readonly Situation[] = [
  {
    pattern: /(?:^|[\s:])(\S+): command not found/m,
    hint: (name) =>
      `\`${name}\` was not found: is it installed, and is its folder on PATH in this step?`,
  },
  {
    pattern:
      /dns error|could not resolve host|temporary failure in name resolution|name or service not known|getaddrinfo|ENOTFOUND|EAI_AGAIN|network is unreachable|ENETUNREACH|no route to host|failed to establish a new connection|error sending request for url|error trying to connect/i,
    hint: () =>
      'the network seems to be unreachable; a step whose downloads are cached already works offline',
  },
  {
    pattern: /no space left on device|ENOSPC/i,
    hint: () => 'the disk is full',
  },
  {
    // Many programs quote the path, blanks and all.
    pattern: /(?:^|[\s:])(?:'([^'\n]+)'|(\S+)): Permission denied/m,
    hint: (name) => `\`${name}\` may not be used by this user`,
  },
];

/** Hints for what a failed step printed last. */
export function findHints(tail: readonly string[]): string[] {
  const text = tail.join('\n');
  return SITUATIONS.flatMap(({ pattern, hint }) => {
    const match = pattern.exec(text);
    return match === null ? [] : [hint(match.slice(1).find((group) => group !== undefined) ?? '')];
  });
}
