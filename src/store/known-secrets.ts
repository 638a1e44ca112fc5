import type { KnownSecrets } from './mask.ts';

/** One variable for each, since Linux starts no program with a variable of more than 128 KiB. */
const SECRET = 'RUNBOOK_RELAY_SECRET_';
const PATTERN = 'RUNBOOK_RELAY_MASK_';

/** What has to be masked as variables: others can read a process's arguments, but not these. */
export function relayEnvironment({ secrets, patterns }: KnownSecrets): Record<string, string> {
  return Object.fromEntries([
    ...secrets.map((secret, index) => [`${SECRET}${index}`, secret]),
    ...patterns.map((pattern, index) => [`${PATTERN}${index}`, pattern]),
  ]);
}

/** Reads what {@link relayEnvironment} wrote. */
export function readRelayEnvironment(env: NodeJS.ProcessEnv): KnownSecrets {
  const all = (prefix: string): string[] =>
    Object.entries(env).flatMap(([name, value]) =>
      name.startsWith(prefix) && value !== undefined ? [value] : [],
    );
  return { secrets: all(SECRET), patterns: all(PATTERN) };
}
