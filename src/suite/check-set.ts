import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseMarkdown } from '../document/parse.ts';
import { loadRunbook } from '../model/load.ts';
import { nearestName } from '../model/nearest.ts';
import { UsageError } from '../plan/usage-error.ts';

/**
 * Refuses a value for a param that none of the documents has: it would be ignored without a word.
 *
 * @throws {@link UsageError} with the nearest name.
 */
export function checkSet(
  files: readonly string[],
  set: ReadonlyMap<string, string>,
  cwd: string,
): void {
  if (set.size === 0) return;
  const names = new Set(files.flatMap((file) => readParams(resolve(cwd, file))));
  for (const name of set.keys()) {
    if (names.has(name)) continue;
    const nearest = nearestName(name, [...names]);
    throw new UsageError(`--set: none of the documents has a param \`${name}\``, [
      nearest === undefined ? 'leave it out' : `did you mean \`${nearest}\`?`,
    ]);
  }
}

function readParams(path: string): string[] {
  try {
    const { config } = loadRunbook(parseMarkdown(readFileSync(path, 'utf8'), path));
    return config.params.map(({ name }) => name);
  } catch {
    // What cannot be read is said of that document when its turn comes.
    return [];
  }
}
