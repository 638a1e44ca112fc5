import { closeSync, createReadStream, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { StepStop } from '../engine/step-dialogue.ts';
import { lendTerminal } from '../prompt/lend-terminal.ts';

/** How much of a log is printed where there is no pager. */
const PRINTED_BYTES = 64 * 1024;

/** What `sh` says of a program that is not there. */
const NOT_FOUND = 127;

/** What a step is viewed with. */
interface Viewer {
  readonly write: (text: string) => void;
  readonly plain: boolean;
}

/** Shows the whole block, and all that it printed last, in the person's pager. */
export async function viewStep(
  { planned, command, log, mask }: StepStop,
  { write, plain }: Viewer,
  signal: AbortSignal,
): Promise<void> {
  const printed = log !== undefined && existsSync(log) ? log : undefined;
  const what = printed === undefined ? 'nothing was printed' : `printed (${printed}):`;
  const code = planned.step.file === undefined ? command : planned.step.code;
  const text = `${mask(code).replace(/\n$/, '')}\n\n${what}\n`;
  if (!plain && (await page(text, printed, signal))) return;
  write(text);
  if (printed !== undefined) write(readEnd(printed));
}

/** The log goes through it as a stream, however long it is. */
async function page(text: string, log: string | undefined, signal: AbortSignal): Promise<boolean> {
  const input = Readable.from(
    (async function* (): AsyncGenerator<string | Buffer> {
      yield text;
      if (log !== undefined) yield* createReadStream(log);
    })(),
  );
  const code = await lendTerminal({ command: process.env['PAGER'] || 'less -R', input, signal });
  return code !== NOT_FOUND;
}

function readEnd(log: string): string {
  const file = openSync(log, 'r');
  try {
    const bytes = Buffer.alloc(PRINTED_BYTES);
    const from = Math.max(0, fstatSync(file).size - PRINTED_BYTES);
    const length = readSync(file, bytes, 0, PRINTED_BYTES, from);
    return `${from > 0 ? '…\n' : ''}${bytes.subarray(0, length).toString('utf8')}`;
  } finally {
    closeSync(file);
  }
}
