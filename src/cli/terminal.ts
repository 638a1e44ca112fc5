import { UsageError } from '../plan/usage-error.ts';
import { createPaint, type Paint } from '../report/paint.ts';

/** Where a command writes for people. */
export interface Terminal {
  /** To stdout; whole lines. */
  write(text: string): void;
  /** To stderr; whole lines. */
  complain(text: string): void;
  readonly paint: Paint;
  readonly errorPaint: Paint;
}

/**
 * Standard output and error. A reader that went away (`| head`) ends the output and not the run,
 * whose verdict must stay true.
 */
export function openTerminal(color: string | undefined): Terminal {
  return {
    write: createWriter(process.stdout),
    complain: createWriter(process.stderr),
    paint: createPaint(wantsColor(color, process.stdout)),
    errorPaint: createPaint(wantsColor(color, process.stderr)),
  };
}

function createWriter(stream: NodeJS.WriteStream): (text: string) => void {
  let open = true;
  stream.on('error', () => {
    open = false;
  });
  return (text) => {
    if (open) stream.write(text);
  };
}

function wantsColor(color: string | undefined, stream: NodeJS.WriteStream): boolean {
  if (color === 'always') return true;
  if (color === 'never') return false;
  if (color !== undefined && color !== 'auto') {
    throw new UsageError(`--color ${color}: is none of \`auto\`, \`always\`, \`never\``);
  }
  const { FORCE_COLOR, NO_COLOR, TERM } = process.env;
  if (FORCE_COLOR) return FORCE_COLOR !== '0';
  return stream.isTTY === true && !NO_COLOR && TERM !== 'dumb';
}

/** Waits until what was written has left the process, so that it can end. */
export async function flush(): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map(drain));
}

function drain(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) return resolve();
    stream.once('error', () => resolve());
    stream.write('', () => resolve());
  });
}
