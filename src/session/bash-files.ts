import { join } from 'node:path';
import { quoteForShell as q } from './quote-for-shell.ts';
import { openTerminalEnvironment, TERMINAL_FD, TERMINAL_VARIABLES } from './terminal.ts';

/**
 * The session's own bash code, as small files that control lines source. It uses `\builtin`
 * throughout, because a step may define a function or an alias called `printf`, and it writes to
 * the named pipes by path, because a step may have redirected or closed any descriptor. They are
 * opened for reading as well (`<>`), which never blocks, not even when the engine is gone.
 */

/** Names of the named pipes in a shell's folder. The control pipe's name becomes the steps' `$0`. */
export const PIPES = {
  control: 'bash',
  out: 'out',
  err: 'err',
  state: 'state',
  snapshot: 'snapshot',
  begun: 'begun',
  restore: 'restore',
  step: 'step',
} as const;

/** How a step's streams and surroundings are wired. All paths are absolute. */
export interface StepWiring {
  /** File that holds the step's code. */
  readonly script: string;
  /** Both streams in one pipe, so that their order is true. */
  readonly merged: boolean;
  /** File for stdin; absent: `/dev/null`. */
  readonly stdin?: string;
  /** Working directory for this step only. */
  readonly cwd?: string;
  /** Variables for this step only. */
  readonly env: Readonly<Record<string, string>>;
  /** Variables exported from now on: captures of earlier steps. */
  readonly exports: ReadonlyMap<string, string>;
  /** The code may set an EXIT trap, so `trap` has to be watched. */
  readonly traps: boolean;
  /** The code is asked for its status only, in a copy of the shell, without `errexit`. */
  readonly condition?: boolean;
  /** The step has the terminal: the kind that programs are to take it for, `$TERM`. */
  readonly terminal?: { readonly term: string | undefined };
  /** The step is another bash, which has {@link ERRORS_FD} to tell of failing commands. */
  readonly passesErrors?: boolean;
  /** Where to go when the current directory no longer exists. */
  readonly fallbackDirectory?: string;
}

/** Options of `set` as a shell starts with them; `set -n` cannot be undone from within. */
const RESET_OPTIONS = '\\builtin set -hB +abefkmtuvxCEHPT +o pipefail +o posix +o history';

/** Number of the descriptor by which a bash of another user tells of commands that fail. */
export const ERRORS_FD = 8;

/** One record `\0E…` a field: status, pipe status, subshell level, line, depth, lines, sources. */
export const ERROR_RECORD =
  '\\builtin printf \'\\0E%s\' "$?" "${PIPESTATUS[*]}" "$BASH_SUBSHELL" "$LINENO" "${#BASH_SOURCE[@]}" "${BASH_LINENO[@]}" "${BASH_SOURCE[@]}"';

/**
 * Variables, functions, aliases, umask and directory, by builtins alone: an exported variable of
 * 200 KB makes every external command fail. The order is that in which it is restored: aliases come
 * last (they would be expanded). The options of `shopt` are in the variable BASHOPTS: bash writes
 * line by line, so that `shopt -p` would cost as much as all the rest.
 */
const SNAPSHOT = [
  '\\builtin declare -p',
  '\\builtin declare -f',
  '\\builtin declare -F',
  '\\builtin umask -p',
  '\\builtin printf \'\\\\builtin cd -- %q\\n\' "$PWD"',
  // `cd` has just changed it.
  '\\builtin declare -p OLDPWD',
  '\\builtin alias -p',
].join('; ');

/**
 * Sets the options of `shopt` as a snapshot has them, for a shell whose IFS is still its own; before
 * the functions, since extglob changes the grammar.
 */
export function restoreOptions(snapshot: string): string {
  const options = /^declare -\w+ BASHOPTS="([\w:]*)"$/m.exec(snapshot)?.[1];
  if (options === undefined) return '';
  return `\\builtin shopt -u \${BASHOPTS//:/ }; \\builtin shopt -s ${options.replaceAll(':', ' ')}`;
}

/** A step that has the terminal reads from it, and writes both streams to it. */
const TERMINAL_STREAMS = `<&0 >&${TERMINAL_FD} 2>&${TERMINAL_FD} ${TERMINAL_FD}>&-`;

/** The files that stay the same for the life of a shell, by their names in its folder. */
export function createSessionFiles(
  folder: string,
  salt: string,
  hasTerminal: boolean,
): Record<string, string> {
  const pipe = (name: keyof typeof PIPES): string => q(join(folder, PIPES[name]));
  const marker = `\\036${salt}\\036`;
  const file = (name: string): string => q(join(folder, name));
  const disarm = ['\\builtin trap - ERR DEBUG RETURN EXIT', RESET_OPTIONS];
  // One write each, since a record without a line break is not flushed before its end.
  const record = (kind: string, end = ''): string[] => [
    `\\builtin printf '\\0${kind}%s\\0D%s${end}' "$1" "$PWD" 1<>${pipe('state')}`,
    `{ \\builtin printf '\\0V'; ${SNAPSHOT}; \\builtin printf '\\0Z${end}'; } 1<>${pipe('snapshot')} 2>/dev/null`,
  ];
  const mark = (name: 'out' | 'err'): string => `\\builtin printf '${marker}' 1<>${pipe(name)}`;
  // One thing wakes the engine: how the step ended, when all that it printed is there. The state comes
  // after that, so that the engine can go on while it is written.
  const finish = (kind: string, marks: string[]): string[] => [...marks, ...record(kind, marker)];
  const merged = [mark('out')];
  const apart = [...merged, mark('err')];
  // Only steps that may set an EXIT trap source `own-trap`; there `$1` is the step's status.
  const ownTrap = [
    '\\builtin unset -f trap',
    `if \\builtin test -n "\${__rb_trap-}"; then`,
    `  \\builtin set -- "$1" "$__rb_trap"; \\builtin unset -v __rb_trap`,
    `  \\builtin . ${file('status')} "$1"; \\builtin eval "$2"`,
    'fi',
  ];
  const streams = hasTerminal ? TERMINAL_STREAMS : `</dev/null >>${pipe('out')} 2>>"$2"`;
  const ownTrapCall = `\\builtin . ${file('own-trap')} "$1" ${streams}`;
  const files: Record<string, readonly string[]> = {
    status: ['\\builtin return "$1"'],
    end: [...disarm, ...finish('S', merged)],
    exit: [...disarm, ...finish('X', merged)],
    'end-apart': [...disarm, ...finish('S', apart)],
    'exit-apart': [...disarm, ...finish('X', apart)],
    'trap-end': [
      ...disarm,
      ...record('S'),
      `\\builtin trap ${q(`\\builtin . ${file('exit-apart')} "$?"`)} EXIT`,
      ownTrapCall,
      ...disarm,
      ...finish('S', apart),
    ],
    'trap-exit': [...disarm, ...record('X'), ownTrapCall, ...disarm, ...finish('X', apart)],
    // `$2` is the pipe that the step's stderr goes to.
    'own-trap': ownTrap,
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, lines]) => [name, `${lines.join('\n')}\n`]),
  );
}

/** Whether the end of a step is marked on the pipe for stderr as well as on the one for stdout. */
export function marksErr(wiring: StepWiring): boolean {
  return !wiring.merged || wiring.traps;
}

/**
 * Makes the control script of one step: it arms, sources the step, hands its status on. `number` tells
 * the step from the others of its shell.
 */
export type StepControl = (wiring: StepWiring, number: number) => string;

/** The control scripts of a shell; what all of them have in common is put together once. */
export function createStepControl(folder: string): StepControl {
  const paths = new Map<string, string>();
  const file = (name: string): string => {
    const known = paths.get(name) ?? q(join(folder, name));
    paths.set(name, known);
    return known;
  };
  const atError = `\\builtin trap ${q(`{ ${ERROR_RECORD}; } 1<>${file(PIPES.state)} 2>/dev/null`)} ERR`;
  const arm = [atError, '\\builtin shopt -s inherit_errexit', '\\builtin set -eE -o pipefail'];
  const ways = new Map<string, Way>();
  const wayOf = ({ merged, traps }: StepWiring): Way => {
    const key = `${merged} ${traps}`;
    const known = ways.get(key) ?? createWay(file, merged, traps);
    ways.set(key, known);
    return known;
  };
  return (wiring, number) => {
    const { streams, atExit, atEnd, exitTrap } = wayOf(wiring);
    const { terminal } = wiring;
    const given = Object.keys(wiring.env);
    const names = terminal === undefined ? given : [...new Set([...given, ...TERMINAL_VARIABLES])];
    const input = wiring.stdin === undefined ? '/dev/null' : q(wiring.stdin);
    const errors = wiring.passesErrors === true ? ` ${ERRORS_FD}>|${file(PIPES.state)}` : '';
    const wires = terminal === undefined ? `<${input} ${streams}${errors}` : TERMINAL_STREAMS;
    const kept = wiring.cwd !== undefined || names.length > 0;
    const lines = [
      // A trap for a signal that came since the last step runs before this, and may end the shell.
      `\\builtin printf '${number}\\n' 1<>${file(PIPES.begun)}`,
      '\\builtin set --',
      ...[...wiring.exports].map(([name, value]) => `\\builtin export ${name}=${q(value)}`),
      ...(wiring.fallbackDirectory === undefined
        ? []
        : [`\\builtin cd -- "$PWD" 2>/dev/null || \\builtin cd -- ${q(wiring.fallbackDirectory)}`]),
      ...(kept ? [keepSurroundings(names, wiring.cwd !== undefined)] : []),
      ...(terminal === undefined ? [] : openTerminalEnvironment(terminal.term)),
      ...(wiring.cwd === undefined
        ? []
        : [`\\builtin cd -- ${q(wiring.cwd)} || \\builtin exit 126`]),
      // Not before the `.`: a subshell of what `builtin .` sources does not see a variable from there.
      ...given.map((name) => `\\builtin export ${name}=${q(wiring.env[name] ?? '')}`),
      ...(wiring.traps ? [WATCH_TRAPS] : []),
      kept
        ? `\\builtin trap ${q(`__rb_status=$?; ${RESTORE}${atExit('$__rb_status')}`)} EXIT`
        : exitTrap,
      ...(wiring.condition === true ? [] : arm),
      `\\builtin . ${q(wiring.script)} ${wires}`,
      ...(kept ? ['\\builtin set +eu -- "$?"', RESTORE] : []),
      atEnd(kept ? '$1' : '$?'),
    ];
    return `${lines.join('\n')}\n`;
  };
}

/** Puts back what `keepSurroundings` has kept. */
const RESTORE = '\\builtin eval "$__rb_keep"; \\builtin unset -v __rb_keep; ';

/** What depends on where a step's streams go and on whether it may set an EXIT trap. */
interface Way {
  readonly streams: string;
  readonly atExit: (status: string) => string;
  readonly atEnd: (status: string) => string;
  readonly exitTrap: string;
}

function createWay(file: (name: string) => string, merged: boolean, traps: boolean): Way {
  const err = merged ? file(PIPES.out) : file(PIPES.err);
  const [prefix, suffix, argument] = traps
    ? ['trap-', '', ` ${err}`]
    : ['', merged ? '' : '-apart', ''];
  const source =
    (name: string) =>
    (status: string): string =>
      `\\builtin . ${file(`${prefix}${name}${suffix}`)} "${status}"${argument}`;
  const atExit = source('exit');
  return {
    streams: `>|${file(PIPES.out)} ${merged ? '2>&1' : `2>|${err}`}`,
    atExit,
    atEnd: source('end'),
    exitTrap: `\\builtin trap ${q(atExit('$?'))} EXIT`,
  };
}

/**
 * Remembers the directory and the variables that a step has for itself only: in a variable and not
 * in a file, since one of them may hold a secret.
 */
function keepSurroundings(names: readonly string[], directory: boolean): string {
  const variables = names.map(
    (name) =>
      `\\builtin printf '\\\\builtin unset -v ${name}\\n'; \\builtin declare -p ${name} 2>/dev/null; `,
  );
  const place = `\\builtin printf '\\\\builtin cd -- %q\\nOLDPWD=%q\\n' "$PWD" "\${OLDPWD-}"; `;
  return `__rb_keep=$(${directory ? place : ''}${variables.join('')})`;
}

/**
 * Keeps a step's own EXIT trap in a variable, since the session needs the real one to see the
 * shell's state at `exit`. Everything else, and every subshell, gets the builtin.
 */
const WATCH_TRAPS = `trap() {
  \\builtin local __rb_action=- __rb_signal
  if [[ $# == 0 || $1 == -p ]]; then
    if (( $# < 2 )); then \\builtin set -- -p EXIT {1..31} DEBUG RETURN ERR; fi
    for __rb_signal in "\${@:2}"; do
      case $__rb_signal in
        0 | [Ee][Xx][Ii][Tt]) if [[ -n \${__rb_trap-} ]]; then \\builtin printf "trap -- %s EXIT\\n" "\${__rb_trap@Q}"; fi ;;
        [Ee][Rr][Rr]) if [[ $(\\builtin trap -p ERR) != *'\\0E%s'* ]]; then \\builtin trap -p ERR; fi ;;
        *) \\builtin trap -p "$__rb_signal" ;;
      esac
    done
    \\builtin return
  fi
  if (( BASH_SUBSHELL > 0 )) || [[ $# -lt 2 && $1 != EXIT ]] || [[ $1 == -l* ]]; then \\builtin trap "$@"; \\builtin return; fi
  if [[ $1 == -- ]]; then \\builtin shift; fi
  if (( $# > 1 )); then __rb_action=$1; \\builtin shift; fi
  for __rb_signal; do
    case $__rb_signal in
      0 | [Ee][Xx][Ii][Tt]) if [[ $__rb_action == - ]]; then \\builtin unset -v __rb_trap; else \\builtin declare -g "__rb_trap=$__rb_action"; fi ;;
      *) \\builtin trap -- "$__rb_action" "$__rb_signal" ;;
    esac
  done
}
\\builtin declare -ft trap`;
