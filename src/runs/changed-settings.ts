import { isDeepStrictEqual } from 'node:util';
import type { RunbookConfig } from '../model/types.ts';

type Written = RunbookConfig['written'];

/** Of these every name counts by itself. */
const BY_NAME: ReadonlySet<string> = new Set(['env', 'params']);

/**
 * The keys of the front matter that say something else than before, such as `timeout` or
 * `params.port`, in order. What only the docs suite reads is not among them.
 */
export function listChangedSettings(before: Written, now: Written): string[] {
  const [old, present] = [flatten(before), flatten(now)];
  const keys = new Set([...old.keys(), ...present.keys()]);
  return [...keys].filter((key) => !isDeepStrictEqual(old.get(key), present.get(key))).sort();
}

function flatten({ test: _, ...written }: Written): Map<string, unknown> {
  return new Map(
    Object.entries(written).flatMap(([key, value]): [string, unknown][] =>
      BY_NAME.has(key) && value !== undefined
        ? Object.entries(value).map(([name, one]) => [`${key}.${name}`, one])
        : [[key, value]],
    ),
  );
}
