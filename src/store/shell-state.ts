import type { Masker } from './mask.ts';
import { endOfCommand, unquote } from './shell-words.ts';

/** What may be stored of a shell's state. */
export interface StorableState {
  /** Bash code that restores it over the environment of the run. */
  readonly code: string;
  /** Names of the variables, functions and aliases that are left out because of a secret in them. */
  readonly leftOut: readonly string[];
}

/** What bash itself keeps, or gives another value each time. */
const VOLATILE_NAMES = [
  'BASHPID BASH_ARGC BASH_ARGV BASH_ARGV0 BASH_COMMAND BASH_EXECUTION_STRING BASH_LINENO BASH_SOURCE',
  'BASH_SUBSHELL BASH_VERSINFO BASH_VERSION DIRSTACK EPOCHREALTIME EPOCHSECONDS EUID FUNCNAME GROUPS',
  'HISTCMD LINENO PIPESTATUS PPID RANDOM SECONDS SRANDOM UID _ __rb_status __rb_trap __rb_keep',
].flatMap((names) => names.split(' '));
const VOLATILE: ReadonlySet<string> = new Set(VOLATILE_NAMES);
const VOLATILE_LINES = new RegExp(
  `^declare -\\S+ (?:${VOLATILE_NAMES.join('|')})(?:=.*)?\\n`,
  'gm',
);

/** Equal for two snapshots that differ only in what changes by itself. Some bash cannot read it back. */
export function withoutVolatile(snapshot: string): string {
  return snapshot.replace(VOLATILE_LINES, '');
}

/**
 * Takes from a snapshot what bash itself keeps, every variable, function and alias that holds a
 * secret, and what is as the environment of the run gave it: that is there again when the run goes
 * on, and holds what the document knows nothing of, such as keys of the caller.
 */
export function makeStorable(
  snapshot: string,
  env: Readonly<Record<string, string>>,
  masker: Masker,
): StorableState {
  const { variables, functions, rest } = splitSnapshot(snapshot);
  const leftOut: string[] = [];
  const isClean = ({ name, text }: Entry): boolean => {
    if (!holdsSecret(text, masker)) return true;
    leftOut.push(name);
    return false;
  };
  const known = new Set(variables.map(({ name }) => name));
  const own = variables.filter((entry) => !VOLATILE.has(entry.name) && !isInherited(entry, env));
  const gone = Object.keys(env).filter((name) => /^[A-Za-z_]\w*$/.test(name) && !known.has(name));
  const kept = [...own, ...functions, ...rest].filter(isClean);
  const unset = gone.length === 0 ? '' : `\\builtin unset -v ${gone.join(' ')}\n`;
  return { code: unset + kept.map(({ text }) => text).join(''), leftOut };
}

/** Whether there is a secret in a piece of bash code, however it is quoted. */
export function holdsSecret(text: string, masker: Masker): boolean {
  if (!masker.active) return false;
  // An alias, or code in a variable, is quoted twice.
  const once = unquote(text);
  return [text, once, unquote(once)].some((form) => masker.text(form) !== form);
}

/** Bash code that gives a shell without variables the environment of a run. */
export function exportEnvironment(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .filter(([name]) => /^[A-Za-z_]\w*$/.test(name))
    .map(([name, value]) => `\\builtin export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join('');
}

interface Entry {
  readonly name: string;
  /** With its newline. */
  readonly text: string;
}

function isInherited({ name, text }: Entry, env: Readonly<Record<string, string>>): boolean {
  const value = env[name];
  const start = `declare -x ${name}=`;
  return (
    value !== undefined && text.startsWith(start) && unquote(text.slice(start.length, -1)) === value
  );
}

/** The parts of a snapshot, in the order in which `bash-files.ts` has them written. */
function splitSnapshot(snapshot: string): {
  variables: Entry[];
  functions: Entry[];
  rest: Entry[];
} {
  const variables: Entry[] = [];
  let at = 0;
  for (;;) {
    const [, name = ''] = /^declare -[^\sf]+ (\w+)/.exec(snapshot.slice(at, at + 300)) ?? [];
    if (name === '') break;
    const end = endOfCommand(snapshot, at) + 1;
    variables.push({ name, text: snapshot.slice(at, end) });
    at = end;
  }
  const tail = findTail(snapshot, at);
  const names = [...snapshot.slice(tail).matchAll(/^declare -f\w* (.+)$/gm)].map(
    ([, name = '']) => name,
  );
  return {
    variables,
    functions: splitFunctions(snapshot.slice(at, tail), names),
    rest: splitCommands(snapshot.slice(tail)),
  };
}

/** Where the list of the functions' names begins, or, without functions, what comes after it. */
function findTail(snapshot: string, from: number): number {
  let tail = Math.max(from, snapshot.lastIndexOf('\numask ') + 1);
  for (;;) {
    const before = snapshot.lastIndexOf('\n', tail - 2) + 1;
    if (before < from || !/^declare -f\w* .+\n$/.test(snapshot.slice(before, tail))) return tail;
    tail = before;
  }
}

/** Bash writes them in the order of the list. */
function splitFunctions(text: string, names: readonly string[]): Entry[] {
  const entries: Entry[] = [];
  let start = 0;
  for (const [index, name] of names.entries()) {
    const next = names[index + 1];
    const found = next === undefined ? -1 : text.indexOf(`\n${next} () \n`, start);
    const end = found === -1 ? text.length : found + 1;
    if (end > start) entries.push({ name, text: text.slice(start, end) });
    start = end;
  }
  return entries;
}

function splitCommands(text: string): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < text.length; ) {
    const end = endOfCommand(text, at) + 1;
    const command = text.slice(at, end);
    const [, name = command.split(' ')[0] ?? ''] =
      /^(?:alias|declare -\S+) ([^=\n]+)/.exec(command) ?? [];
    entries.push({ name, text: command });
    at = end;
  }
  return entries;
}
