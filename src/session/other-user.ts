import { basename } from 'node:path';
import type { Step } from '../model/types.ts';
import { ERROR_RECORD, ERRORS_FD } from './bash-files.ts';
import { quoteForShell as q } from './quote-for-shell.ts';

/** A user that a step runs as, and how a process begins as one. */
export interface OtherUser {
  readonly name: string;
  /** Command that the bash of that user is given to, each word as it is; empty where it is the same user. */
  readonly command: readonly string[];
  /** Absolute path of bash. */
  readonly bash: string;
  /** Whether open descriptors other than the first three come through it. */
  readonly keepsDescriptors: boolean;
}

/** What a step in another language is run with. */
export interface OtherFile {
  /** Name of the file, with its extension. */
  readonly name: string;
  /** Absolute path of what runs it, as it was found for the user of the run. */
  readonly program: string;
  /** The line that runs it; its arguments are words of the shell that are the paths of both. */
  readonly command: (program: string, source: string) => string;
}

/** Number of the descriptor that the other user's bash reads the code from. */
const CODE_FD = 9;

/** What the other user's bash calls the code. */
export const CODE_SOURCE: string = `/dev/fd/${CODE_FD}`;

/**
 * Lets the other user open `/dev/stdout` and `/dev/stderr` anew: nobody gets to these pipes by their path.
 * In a subshell, since `builtin command` ends a shell with `errexit` even in a condition.
 */
const OPEN_OUTPUT =
  '(\\builtin trap - ERR; \\builtin set +e; \\builtin command -p chmod o+w /dev/stdout /dev/fd/3 3>&2 2>/dev/null; \\builtin exit 0)';

/**
 * Bash code that runs a step as another user, who can read nothing of the run's folder. A bash of that
 * user reads what is exported and then the code from a pipe: neither is in an argument or in a file
 * that others could read.
 */
export function runAsOther(user: OtherUser, step: Step, file: OtherFile | null): string {
  const script = otherScript(user, step, file);
  const words = [...user.command, user.bash, '--noprofile', '--norc', '-c', script, 'bash'];
  // In the background it takes the place of the shell, so that what it prints at its end is not lost.
  const start = step.background === undefined ? 'command --' : 'exec';
  const given = [
    '\\builtin trap - ERR; \\builtin set +e',
    '\\builtin export -p; \\builtin export -pf',
    `\\builtin printf '\\0%s\\0' ${q(step.code)}`,
    ...(step.stdin === undefined ? [] : ['\\builtin command -p cat']),
  ];
  return [
    OPEN_OUTPUT,
    `\\builtin ${start} ${words.map(q).join(' ')} < <({ ${given.join('; ')}; } 2>/dev/null)`,
    '',
  ].join('\n');
}

function otherScript(user: OtherUser, step: Step, file: OtherFile | null): string {
  const own = ['HOME', 'USER', 'LOGNAME'].filter((name) => step.env[name] === undefined);
  const values: Readonly<Record<string, string>> = { HOME: `~${user.name}` };
  return [
    "IFS= \\builtin read -r -d '' __rb_env; IFS= \\builtin read -r -d '' __rb_code",
    '\\builtin eval "$__rb_env" 2>/dev/null',
    ...own.map((name) => `\\builtin export ${name}; ${name}=${values[name] ?? user.name}`),
    ...(step.stdin === undefined ? ['\\exec </dev/null'] : []),
    ...(file === null ? sourceCode(user) : runFile(file)),
  ].join('\n');
}

function sourceCode({ keepsDescriptors }: OtherUser): string[] {
  // One subshell more than there is: the bash that waits for this one reports the failure as well.
  const record = ERROR_RECORD.replace('"$BASH_SUBSHELL"', '"$((BASH_SUBSHELL + 1))"');
  const atError = `{ ${record}; } 1>&${ERRORS_FD} 2>/dev/null`;
  return [
    `\\exec ${CODE_FD}< <(\\builtin printf %s "$__rb_code")`,
    '\\builtin unset -v __rb_env __rb_code',
    ...(keepsDescriptors ? [`\\builtin trap ${q(atError)} ERR`] : []),
    '\\builtin shopt -s inherit_errexit expand_aliases; \\builtin set -eE -o pipefail',
    `\\builtin . ${CODE_SOURCE}`,
  ];
}

/** The file is in a folder that only that user can enter, and goes with the step. */
function runFile({ name, program, command }: OtherFile): string[] {
  const make = (parent: string): string =>
    `\\builtin command -p mktemp -d ${parent}/runbook.XXXXXXXXXX`;
  return [
    `__rb_folder=$(${make('"${TMPDIR:-/tmp}"')} 2>/dev/null || ${make('/tmp')}) || \\builtin exit 126`,
    `\\builtin trap '\\builtin command -p rm -rf -- "$__rb_folder"' EXIT`,
    "\\builtin trap '\\builtin exit 129' HUP; \\builtin trap '\\builtin exit 130' INT; \\builtin trap '\\builtin exit 143' TERM",
    `__rb_source=$__rb_folder/${q(name)}`,
    `\\builtin printf %s "$__rb_code" >"$__rb_source"; \\builtin unset -v __rb_env __rb_code`,
    // It may lie where that user cannot go, and be there a second time.
    `__rb_program=${q(program)}; [[ -x $__rb_program ]] || __rb_program=${q(basename(program))}`,
    command('"$__rb_program"', '"$__rb_source"'),
  ];
}
