import { nearestName } from '../model/nearest.ts';
import { UsageError } from '../plan/usage-error.ts';

/** Which options a function takes: a new one does not compile until it stands there. */
export type KnownOptions<Options> = { readonly [Name in keyof Required<Options>]: true };

/**
 * An option that is not there would be ignored, and what was meant would not be so.
 *
 * @param name - of the function
 * @throws {@link UsageError}
 */
export function refuseUnknown<Options>(
  name: string,
  options: Options,
  known: KnownOptions<Options>,
): void {
  for (const option of Object.keys(options ?? {})) {
    if (Object.hasOwn(known, option)) continue;
    const nearest = nearestName(option, Object.keys(known));
    throw new UsageError(
      `${name} has no option \`${option}\``,
      nearest === undefined
        ? [`it has ${Object.keys(known).join(', ')}`]
        : [`did you mean \`${nearest}\`?`],
    );
  }
}
