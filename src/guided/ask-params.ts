import { describeType, isValidValue } from '../model/param-types.ts';
import type { ParamSpec } from '../model/types.ts';
import type { Asker } from '../prompt/types.ts';
import { NO, YES } from './keys.ts';

/**
 * Asks for params that have no value, in the order of the document; a secret is not echoed. A value
 * that is not of the param's type is asked for again.
 *
 * @returns the values by name; `null` for Ctrl-C
 */
export async function askParams(
  missing: readonly ParamSpec[],
  asker: Asker,
): Promise<ReadonlyMap<string, string> | null> {
  const signal = new AbortController().signal;
  const values = new Map<string, string>();
  for (const spec of missing) {
    const value = await askParam(spec, asker, signal);
    if (value === null) return null;
    values.set(spec.name, value);
  }
  return values;
}

function askParam(spec: ParamSpec, asker: Asker, signal: AbortSignal): Promise<string | null> {
  const question = nameParam(spec);
  const validate = (text: string): string | undefined => findFault(spec, text);
  if (spec.secret) return asker.secret(question, { validate }, signal);
  if (spec.type === 'enum') {
    const choices = (spec.values ?? []).map((value) => ({ value, label: value }));
    return asker.choose(question, choices, signal);
  }
  return spec.type === 'bool'
    ? askBool(question, asker, signal)
    : asker.text(question, { validate }, signal);
}

function nameParam({ name, type, description }: ParamSpec): string {
  const kind = type === 'string' || type === 'enum' || type === 'bool' ? '' : ` (${type})`;
  return description === undefined ? `${name}${kind}` : `${name}${kind}: ${description}`;
}

async function askBool(
  question: string,
  asker: Asker,
  signal: AbortSignal,
): Promise<string | null> {
  const key = await asker.key(question, [YES, NO], signal);
  return key === null ? null : String(key === 'y');
}

/** Held to the same as what `--set` gives, but that nothing is no answer. */
function findFault(spec: ParamSpec, text: string): string | undefined {
  if (text === '') return 'it needs a value';
  return isValidValue(spec, text) ? undefined : `it must be ${describeType(spec)}`;
}
