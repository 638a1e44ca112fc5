import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { makeFolder } from '../store/make-folder.ts';
import { restoreOptions } from './bash-files.ts';
import { hangUp } from './hang-up.ts';
import { quoteForShell as q } from './quote-for-shell.ts';

/** What an interactive shell begins with. */
export interface InteractiveShellOptions {
  /** Absolute path of bash. */
  readonly bash: string;
  /** A folder of its own, which is created; absolute. */
  readonly folder: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The state as bash code; absent: as at the start of a run. */
  readonly snapshot?: string;
  /** What stands before the directory in its prompt. */
  readonly name: string;
}

/** What a person has done in a shell that can be taken over. */
export interface ShellChanges {
  /** Absolute. */
  readonly cwd: string;
  /** Bash code that exports the variables which are others than before. */
  readonly exports: string;
}

/** Variables that say something of a shell itself. */
const OWN = '_ SHLVL PWD OLDPWD PS1 HISTFILE TERM COLUMNS LINES';

/**
 * Gives the terminal to an interactive bash in a state, and waits for its end. Its history is kept
 * nowhere, and none of the person's start-up files is read: they could change the state.
 *
 * @returns `undefined` when it ended without saying what has changed
 */
export async function openInteractiveShell(
  options: InteractiveShellOptions,
  signal: AbortSignal,
): Promise<ShellChanges | undefined> {
  const { bash, folder, env } = options;
  makeFolder(folder, 0o700);
  const [start, end] = [join(folder, 'start'), join(folder, 'end')];
  // Through pipes and not files: the state holds whatever the variables hold, secrets as well.
  const command = [
    'unset -v HISTFILE',
    `command -p mkfifo -m 600 -- ${q(start)} ${q(end)} || exit`,
    `command -p cat <&3 >${q(start)} & feed=$!`,
    // Held open, so that what reads it lasts until the shell has ended, however that ends.
    `exec 5<>${q(end)}`,
    `command -p cat <${q(end)} >&4 3<&- 5<&- &`,
    'exec 3<&- 4>&-',
    `${q(bash)} --noprofile --rcfile ${q(start)} -i 2>&1 5<&-`,
    // It may have ended before it read anything.
    'kill "$feed" 2>/dev/null; exec 5<&-; wait',
  ].join('\n');
  // Interactive as well: such a one has job control, and takes back the terminal however the
  // person's shell ends.
  const child = spawn(bash, ['--noprofile', '--norc', '-i', '-c', command], {
    cwd: options.cwd,
    env: { ...env, TERM: process.env['TERM'] ?? 'dumb' },
    // What it says of jobs is of no use.
    stdio: ['inherit', 'inherit', 'ignore', 'pipe', 'pipe'],
  });
  const abort = (): void => {
    if (child.pid !== undefined) hangUp(child.pid);
  };
  signal.addEventListener('abort', abort, { once: true });
  const [, , , input, output] = child.stdio;
  const chunks: Buffer[] = [];
  if (output && 'on' in output) output.on('data', (chunk: Buffer) => chunks.push(chunk));
  if (input && 'end' in input) {
    input.on('error', () => {});
    input.end(startCode(options, end));
  }
  await new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  signal.removeEventListener('abort', abort);
  return readChanges(Buffer.concat(chunks).toString('utf8'));
}

/** What bash itself keeps read-only: to set it ends the start-up of an interactive shell. */
const READ_ONLY = /^declare -\S+ (?:BASHOPTS|SHELLOPTS|BASH_VERSINFO|EUID|PPID|UID)=.*\n/gm;

function startCode({ cwd, snapshot, name }: InteractiveShellOptions, end: string): string {
  const exported = `for __rb_name in $(\\builtin compgen -e); do case " ${OWN} " in *" $__rb_name "*) ;; *) \\builtin printf 'export %s=%q\\n' "$__rb_name" "\${!__rb_name}";; esac; done`;
  const tell = (what: string): string =>
    `{ ${what}; ${exported}; \\builtin printf '\\0'; } 1<>${q(end)} 2>/dev/null`;
  const atExit = tell(`\\builtin printf '%s\\0' "$PWD"`);
  return `${[
    `\\builtin cd -- ${q(cwd)}`,
    ...(snapshot === undefined
      ? []
      : [
          restoreOptions(snapshot),
          // A list of functions prints them when it is read back.
          `\\builtin eval ${q(snapshot.replace(READ_ONLY, ''))} >/dev/null 2>&1`,
        ]),
    // That of the steps is none of the terminal that the person sits at.
    `\\builtin export TERM=${q(process.env['TERM'] ?? 'dumb')}`,
    '\\builtin unset -v HISTFILE __rb_trap __rb_status __rb_keep',
    '\\builtin set +eEu +o pipefail',
    tell(':'),
    `PS1=${q(`${name} \\w \\$ `)}`,
    `\\builtin trap ${q(atExit)} EXIT`,
  ].join('\n')}\n`;
}

/**
 * The exports at the beginning, a NUL, the directory, a NUL, and the exports at the end up to another
 * one. A value takes one line, as `%q` writes it.
 */
function readChanges(text: string): ShellChanges | undefined {
  const [before, cwd, exports, rest] = text.split('\0');
  if (before === undefined || cwd === undefined || exports === undefined || rest === undefined)
    return undefined;
  const known = new Set(before.split('\n'));
  const changed = exports.split('\n').filter((line) => line !== '' && !known.has(line));
  return { cwd, exports: changed.map((line) => `${line}\n`).join('') };
}
