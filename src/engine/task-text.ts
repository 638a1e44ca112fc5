import { SHELL_LANGUAGES } from '../model/languages.ts';
import { substituteReferences } from '../model/references.ts';
import type { Step } from '../model/types.ts';
import { findCaptures } from '../plan/references.ts';
import { quoteForShell } from '../session/quote-for-shell.ts';
import type { RunContext } from './context.ts';

/**
 * A block as a person can read and copy it, who has none of the run's variables: values of params and
 * captures are put in, `<name>` for one that is secret or has no value yet. A param that may be left
 * out, and was, has the empty value. Names that the document does not know stay as they are.
 */
export function resolveTaskText(context: RunContext, step: Step): string {
  const resolve = createResolver(context);
  return SHELL_LANGUAGES.includes(step.lang) && step.file === undefined
    ? resolveCommand(step.code, resolve)
    : substituteReferences(step.code, (name) => describe(resolve(name)));
}

/** A value, or the name of one that is secret or missing. */
type Resolved = { readonly value: string } | { readonly placeholder: string };
type Resolve = (name: string) => Resolved | undefined;

function createResolver({ plan, values }: RunContext): Resolve {
  const { steps, config } = plan.runbook;
  const names = new Set([
    ...config.params.flatMap(({ name, env }) => [name, env]),
    ...steps.flatMap(findCaptures),
  ]);
  return (name) => {
    if (!names.has(name)) return undefined;
    const value = values.real.get(name);
    const isShown = value !== undefined && values.secret(name) === undefined;
    return isShown ? { value } : { placeholder: `<${name}>` };
  };
}

function describe(resolved: Resolved | undefined): string | undefined {
  if (resolved === undefined) return undefined;
  return 'value' in resolved ? resolved.value : resolved.placeholder;
}

/** An expansion of a variable by its name, and nothing else. */
const VARIABLE = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/y;
/** Text in which nothing is expanded, outside of double quotes. */
const LITERAL = /'[^']*'?|(?<![^\s;&|(])#.*/y;

/** Puts values in where the shell would, quoted so that each is one word as in the run. */
function resolveCommand(code: string, resolve: Resolve): string {
  let out = '';
  let isQuoted = false;
  for (let at = 0; at < code.length; ) {
    const taken =
      code[at] === '\\'
        ? code.slice(at, at + 2)
        : isQuoted
          ? undefined
          : matchAt(LITERAL, code, at)?.[0];
    const variable = taken === undefined ? matchAt(VARIABLE, code, at) : undefined;
    const resolved = variable && resolve(variable[1] ?? variable[2] ?? '');
    if (code[at] === '"') isQuoted = !isQuoted;
    out += resolved ? write(resolved, isQuoted) : (taken ?? code[at] ?? '');
    at += (resolved ? variable?.[0] : taken)?.length ?? 1;
  }
  return out;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function write(resolved: Resolved, isQuoted: boolean): string {
  if ('placeholder' in resolved) return resolved.placeholder;
  const { value } = resolved;
  // Outside of quotes the shell makes no word of it.
  if (value === '') return '';
  if (isQuoted) return value.replaceAll(/["$`\\]/g, '\\$&');
  return /^[\w@%+=:,./-]+$/.test(value) ? value : quoteForShell(value);
}
