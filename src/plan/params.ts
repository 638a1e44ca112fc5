import type { ParamView } from '../engine/run-setup.ts';
import { nearestName } from '../model/nearest.ts';
import { describeType, isValidValue } from '../model/param-types.ts';
import type { ParamSpec } from '../model/types.ts';
import { MASK } from '../store/mask.ts';
import { findFreePorts } from './free-ports.ts';
import type { ParamsFile } from './params-file.ts';
import type { ResolvedParam, StoredParam } from './types.ts';
import { UsageError } from './usage-error.ts';

/** Where values of params come from; the first that has one wins, in this order. */
export interface ParamSources {
  /** Of an earlier run; never a secret. */
  readonly stored?: ReadonlyMap<string, StoredParam>;
  /** `--set`. */
  readonly set: ReadonlyMap<string, string>;
  /** `--params`. */
  readonly file: ParamsFile | null;
  /** The environment, `--env-file` included. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What a person has answered for want of any other value. */
  readonly asked?: ReadonlyMap<string, string>;
  /** Whether required params without a value are left for the caller to see to. */
  /** Finds free ports of another host. */
  readonly findPorts?: typeof findFreePorts;
  readonly leaveMissing?: boolean;
}

interface Found {
  readonly spec: ParamSpec;
  readonly value: string;
  readonly source: string;
}

/**
 * Gives every param its value, as text of its type.
 *
 * A param that is neither given nor required has the empty value and the source `not given`.
 * @throws {@link UsageError} with everything that is wrong at once: unknown names, values that are
 * not of the param's type, required params without a value.
 */
export async function resolveParams(
  specs: readonly ParamSpec[],
  sources: ParamSources,
): Promise<ResolvedParam[]> {
  const found = specs.map((spec) => findValue(spec, sources));
  const problems = [
    ...unknownNames(specs, sources.set.keys(), '--set'),
    ...unknownNames(specs, sources.file?.values.keys() ?? [], sources.file?.name ?? ''),
    ...found.flatMap((value) => (value === null ? [] : wrongValue(value))),
  ];
  const missing = specs.filter(
    (spec, index) => found[index] === null && spec.required && sources.leaveMissing !== true,
  );
  const hints = missing.map(describeWays);
  if (missing.length > 0) problems.push(describeMissing(missing));
  if (problems.length > 0) throw new UsageError(problems.join('\n'), hints);
  return choosePorts(specs, found, sources.findPorts ?? findFreePorts);
}

/** The params as reporters may show them: secrets masked. */
export function viewParams(params: readonly ResolvedParam[]): ParamView[] {
  return params.map(({ name, value, source, secret }) => ({
    name,
    value: secret && value !== '' ? MASK : value,
    source,
  }));
}

/** What a param that was not given has instead of a source. */
export const NOT_GIVEN = 'not given';

function findValue(spec: ParamSpec, sources: ParamSources): Found | null {
  const { stored, set, file, env } = sources;
  const earlier = stored?.get(spec.name);
  if (earlier !== undefined && !spec.secret)
    return earlier.source === NOT_GIVEN ? null : { spec, ...earlier };
  const given = set.get(spec.name);
  if (given !== undefined) return { spec, value: given, source: '--set' };
  const filed = file?.values.get(spec.name);
  if (file && filed !== undefined) return { spec, value: filed, source: file.name };
  // CI systems hand over a secret that is not set as an empty variable, so empty is not given.
  const inherited = env[spec.env];
  if (inherited) return { spec, value: inherited, source: `$${spec.env}` };
  if (spec.default !== undefined) return { spec, value: spec.default, source: 'default' };
  const answer = sources.asked?.get(spec.name);
  return answer === undefined ? null : { spec, value: answer, source: 'asked' };
}

function unknownNames(
  specs: readonly ParamSpec[],
  names: Iterable<string>,
  where: string,
): string[] {
  const known = specs.map((spec) => spec.name);
  return [...names]
    .filter((name) => !known.includes(name))
    .map((name) => {
      const nearest = nearestName(name, known);
      const advice = nearest
        ? `did you mean \`${nearest}\`?`
        : known.length > 0
          ? `its params are ${known.map((other) => `\`${other}\``).join(', ')}`
          : 'it has none';
      return `the document has no param \`${name}\` (${where}): ${advice}`;
    });
}

function wrongValue({ spec, value, source }: Found): string[] {
  if (isValidValue(spec, value)) return [];
  const shown = spec.secret ? 'what was given' : `\`${value}\``;
  return [`param \`${spec.name}\` (${source}) must be ${describeType(spec)}, not ${shown}`];
}

function describeMissing(missing: readonly ParamSpec[]): string {
  const names = missing.map((spec) => `\`${spec.name}\``).join(', ');
  return missing.length === 1
    ? `param ${names} needs a value`
    : `${missing.length} params need a value: ${names}`;
}

/** All the ways to give a param its value, in one line. */
export function describeWays(spec: ParamSpec): string {
  const what = spec.description ? ` (${spec.description})` : '';
  const ways = [
    `--set ${spec.name}=VALUE`,
    `\`${spec.name}: VALUE\` in a file given with --params FILE`,
    `the environment variable ${spec.env}`,
  ];
  // A command line can be read by every user of the host, so it is named last for a secret.
  if (spec.secret) ways.reverse();
  return `${spec.name}${what}: ${ways.slice(0, -1).join(', ')}, or ${ways.at(-1)}`;
}

async function choosePorts(
  specs: readonly ParamSpec[],
  found: readonly (Found | null)[],
  findPorts: typeof findFreePorts,
): Promise<ResolvedParam[]> {
  const isFree = (value: Found | null): boolean =>
    value?.spec.type === 'port' && value.value === 'free';
  const taken = new Set(found.map((value) => Number(value?.value)));
  const free = await findPorts(found.filter(isFree).length, taken);
  return specs.map((spec, index) => {
    const value = found[index] ?? null;
    const base = { name: spec.name, secret: spec.secret, env: spec.env };
    if (value === null) return { ...base, value: '', source: NOT_GIVEN };
    if (!isFree(value)) return { ...base, value: value.value, source: value.source };
    return { ...base, value: String(free.pop()), source: `${value.source}: free` };
  });
}
