import type { Writable } from 'node:stream';
import { beginAtControl } from './begin-at-control.ts';
import type { LeaderProcess } from './process.ts';
import { quoteForShell as q } from './quote-for-shell.ts';

/** Number of the descriptor on which a shell that has the terminal finds it for writing. */
export const TERMINAL_FD = 3;

/**
 * What a program can have left behind on the screen, undone: mouse, bracketed paste, the alternate
 * screen, keypad and cursor keys, attributes, a hidden cursor. On a screen in its usual state each is
 * without effect.
 */
const RESET_SCREEN =
  '\\033[?1000l\\033[?1002l\\033[?1003l\\033[?1006l\\033[?2004l\\033[?1047l\\033[?1l\\033>\\033[0m\\033[?25h';

/** Number of the descriptor on which the job is told to begin, and its keeper to go on. */
export const GO_ON_FD = 4;

/** What the keeper says when the step was stopped (Ctrl-Z), and waits. */
const STOPPED = 'stopped';

/**
 * The script of the keeper: a bash of ours that starts the step's bash as its job, in the foreground
 * of the terminal, as an interactive shell would; keys such as Ctrl-C reach the job alone. It has to
 * run with `-m`, which is what makes it hand the terminal on. Afterwards the terminal is as it was.
 *
 * Its first line of output is the pid of the job. When the job stops, it says so, and waits until it
 * is told to go on.
 *
 * @param control - the name of the pipe that the job's script comes from
 */
export function keeperScript(bash: string, control: string, term: string | undefined): string {
  const shell = q(bash);
  const start = q(beginAtControl({ control, say: 'echo $$', shell: '"$0"', toldOn: GO_ON_FD }));
  const lines = [
    'saved=$(command -p stty -g)',
    // From here on it tells nobody of its job.
    'exec 2>/dev/null',
    // Not ignored: the job would inherit that.
    'trap : INT TERM HUP QUIT',
    `${shell} -c ${start} ${shell}`,
    'status=$?',
    'resume() {',
    '  if [[ -z $(jobs -ps) ]]; then return "$status"; fi',
    '  inner=$(command -p stty -g); command -p stty "$saved"',
    `  echo ${STOPPED}; read -r -u ${GO_ON_FD}`,
    '  command -p stty "$inner"; fg %% >/dev/null; status=$?',
    '  resume',
    '}',
    // The end of a job by SIGINT, after `fg`, ends the function as well, with the status that it should have.
    'resume',
    'status=$?',
    'command -p stty "$saved"',
    ...(term === undefined || term === 'dumb' ? [] : [restoreScreen()]),
    'exit "$status"',
  ];
  return `${lines.join('\n')}\n`;
}

/** The cursor comes to the beginning of a line: of the next one, if there is something on this. */
function restoreScreen(): string {
  return [
    'size=$(command -p stty size); columns=${size#* }',
    `printf '${RESET_SCREEN}%*s\\r\\033[K' "\${columns:-80}" '' >&${TERMINAL_FD}`,
  ].join('; ');
}

/**
 * Control lines that make the environment of a step that of a terminal, where it is still the one
 * that steps have otherwise: programs draw, in colour, as wide as the terminal is.
 */
export function openTerminalEnvironment(term: string | undefined): string[] {
  return [
    `if [[ \${TERM-} == dumb ]]; then TERM=${q(term ?? 'dumb')}; fi`,
    'if [[ ${COLUMNS-} == 80 ]]; then \\builtin unset -v COLUMNS LINES; fi',
    'if [[ ${NO_COLOR-} == 1 ]]; then \\builtin unset -v NO_COLOR; fi',
  ];
}

/** Variables that {@link openTerminalEnvironment} changes for the step alone, and bash by itself. */
export const TERMINAL_VARIABLES: readonly string[] = ['TERM', 'COLUMNS', 'LINES', 'NO_COLOR'];

/** Stops the whole program when its step was stopped, and has the step go on with it. */
export function obeyKeeper({ child, exited }: LeaderProcess): void {
  const goOn = child.stdio[GO_ON_FD] as Writable | null | undefined;
  goOn?.on('error', () => {});
  void exited.then(() => goOn?.destroy());
  child.stdout?.on('data', (text: Buffer) => {
    if (!text.toString().includes(STOPPED)) return;
    // Does nothing where no shell could have us go on.
    process.kill(0, 'SIGTSTP');
    goOn?.write('\n');
  });
}
