/** How a bash comes to read its script from the named pipe that the engine writes to. */

/** The descriptor on which the shell holds its own pipe open until it reads from it. */
const HELD_FD = 9;

export interface BeginOptions {
  /** Name of the pipe, in the current directory. */
  readonly control: string;
  /** The command that says that the pipe is there. */
  readonly say: string;
  /** The bash, as a word of the shell's. */
  readonly shell: string;
  /** The descriptor on which the engine says that it has the pipe open. */
  readonly toldOn: number;
}

/**
 * The last commands of a shell that becomes the one that runs the steps. Opening a pipe waits for
 * somebody at its other end, for ever if the engine has just been killed. So the shell is that somebody
 * itself, and stops to be it by the first line of its script, which waits in the pipe: from then on the
 * end of the engine is the end of the script.
 */
export function beginAtControl({ control, say, shell, toldOn }: BeginOptions): string {
  const told = toldOn === 0 ? '' : ` ${toldOn}<&-`;
  return [
    `exec ${HELD_FD}<>${control}`,
    // Without `builtin`, which would put the descriptor back.
    `echo 'exec ${HELD_FD}>&-' >&${HELD_FD}`,
    say,
    `read -r -u ${toldOn}`,
    `exec ${shell} --noprofile --norc ${control} >/dev/null${toldOn === 0 ? ' </dev/null' : told}`,
  ].join(' && ');
}
