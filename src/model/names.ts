/** What a param, a capture or an environment variable can be called. */
export const NAME_PATTERN: RegExp = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Variables that the shell sets, reads for its own working, or refuses to have changed. A value put
 * there by a document would be lost, or would change how the steps are read.
 */
const SHELL_OWNED: ReadonlySet<string> = new Set(
  `_ CDPATH COLUMNS DIRSTACK ENV EPOCHREALTIME EPOCHSECONDS EUID EXECIGNORE FCEDIT FIGNORE FUNCNAME
   FUNCNEST GLOBIGNORE GROUPS HISTCMD HISTCONTROL HISTFILE HISTFILESIZE HISTIGNORE HISTSIZE
   HISTTIMEFORMAT HOSTFILE HOSTTYPE IFS IGNOREEOF INPUTRC LINENO LINES MACHTYPE MAPFILE OLDPWD
   OPTARG OPTERR OPTIND OSTYPE PIPESTATUS POSIXLY_CORRECT PPID PROMPT_COMMAND PROMPT_DIRTRIM PS0
   PS1 PS2 PS3 PS4 PWD RANDOM REPLY SECONDS SHELLOPTS SHLVL SRANDOM TIMEFORMAT TMOUT UID auto_resume
   histchars`.split(/\s+/),
);

/** Variables by which the system, the login or the loader knows the user and finds its way. */
const SYSTEM_OWNED: ReadonlySet<string> = new Set(
  `HOME HOSTNAME LANG LANGUAGE LOGNAME MAIL NO_COLOR PATH SHELL TERM TMPDIR TZ USER`.split(/\s+/),
);

const OWNED_FAMILIES = /^(?:BASH|COMP_|COMPREPLY$|COPROC|LC_|LD_|DYLD_|READLINE_)/;

/** Variables that bash keeps read-only: nothing can give them another value. */
const READ_ONLY: ReadonlySet<string> = new Set(
  'BASHOPTS BASH_VERSINFO EUID PPID SHELLOPTS UID'.split(' '),
);

/**
 * Who owns a variable that a param or a capture may therefore not be called after.
 *
 * @returns `undefined` for a name that is free
 */
export function findOwner(name: string): 'the shell' | 'the system' | undefined {
  if (SYSTEM_OWNED.has(name) || /^(?:LC_|LD_|DYLD_)/.test(name)) return 'the system';
  if (SHELL_OWNED.has(name) || OWNED_FAMILIES.test(name)) return 'the shell';
  return undefined;
}

/** Whether bash refuses to have the variable set, by a document's `env` as by anything else. */
export function isReadOnlyVariable(name: string): boolean {
  return READ_ONLY.has(name);
}
