import { NOT_GIVEN } from './params.ts';
import { readInput } from './params-file.ts';
import type { ResolvedParam } from './types.ts';

/** What makes the output of a step the same on every host and terminal. */
export const STEP_DEFAULTS: Readonly<Record<string, string>> = {
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
  COLUMNS: '80',
  NO_COLOR: '1',
  TERM: 'dumb',
};

/** The layers of a step's environment; a later one wins over an earlier one. */
export interface EnvironmentLayers {
  readonly caller: Readonly<Record<string, string | undefined>>;
  readonly envFile: Readonly<Record<string, string>>;
  readonly document: Readonly<Record<string, string>>;
  readonly params: readonly ResolvedParam[];
}

/** The environment that every step sees. A param that was not given is left as the caller has it. */
export function buildEnvironment(layers: EnvironmentLayers): Record<string, string> {
  const given = layers.params.filter((param) => param.source !== NOT_GIVEN);
  const merged: Record<string, string | undefined> = {
    ...layers.caller,
    // Tools take either of the two as the wish for colour, whatever NO_COLOR says.
    FORCE_COLOR: undefined,
    CLICOLOR_FORCE: undefined,
    ...STEP_DEFAULTS,
    ...layers.envFile,
    ...layers.document,
    ...Object.fromEntries(given.map((param) => [param.env, param.value])),
  };
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/**
 * Reads a file of `NAME=value` lines in the dotenv format.
 *
 * @throws {@link UsageError} when it cannot be read.
 */
export async function readEnvFile(path: string, cwd: string): Promise<Record<string, string>> {
  const { parseEnv } = await import('node:util');
  const parsed = parseEnv(readInput(path, cwd, '--env-file'));
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, value ?? '']));
}
