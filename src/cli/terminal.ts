import { fstatSync, writeSync } from 'node:fs';
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
    write: createWriter(process.stdout, 1),
    complain: createWriter(process.stderr, 2),
    paint: createPaint(wantsColor(color, process.stdout)),
    errorPaint: createPaint(wantsColor(color, process.stderr)),
  };
}

/** Why stdout could not be written to, such as on a full disk. That nobody reads on is no reason. */
export function findLostOutput(): NodeJS.ErrnoException | undefined {
  return lost.get(process.stdout);
}

const lost = new WeakMap<NodeJS.WriteStream, NodeJS.ErrnoException>();

function createWriter(stream: NodeJS.WriteStream, fd: number): (text: string) => void {
  let open = true;
  const close = (error: NodeJS.ErrnoException): void => {
    open = false;
    if (error.code !== 'EPIPE' && !lost.has(stream)) lost.set(stream, error);
  };
  stream.on('error', close);
  let isFile: boolean | undefined;
  return (text) => {
    if (!open) return;
    isFile ??= !stream.isTTY && isWrittenAtOnce(fd);
    if (!isFile) return void stream.write(text);
    try {
      writeWhole(fd, text);
    } catch (error) {
      close(error as NodeJS.ErrnoException);
    }
  };
}

/** A file or a device: neither makes a writer wait, as a pipe may. */
function isWrittenAtOnce(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isFile() || stats.isCharacterDevice();
  } catch {
    return false;
  }
}

/** A disk that becomes full takes the beginning of a text, of which Node's own stream says nothing. */
function writeWhole(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
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
