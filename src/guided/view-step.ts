import { closeSync, createReadStream, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { StepStop } from '../engine/step-dialogue.ts';
import { lendTerminal } from '../prompt/lend-terminal.ts';
import { showControls } from '../report/visible.ts';

/** How much of a log is printed where there is no pager. */
const PRINTED_BYTES = 64 * 1024;

/** What `sh` says of a program that is not there. */
const NOT_FOUND = 127;

/** What a step is viewed with. */
interface Viewer {
  readonly write: (text: string) => void;
  readonly plain: boolean;
}

/** Shows the whole block, what is expected, and all that it printed last, in the person's pager. */
export async function viewStep(
  stop: StepStop,
  { write, plain }: Viewer,
  signal: AbortSignal,
): Promise<void> {
  const { log } = stop;
  const printed = log !== undefined && existsSync(log) ? log : undefined;
  const what = printed === undefined ? 'nothing was printed' : `printed (${printed}):`;
  const text = showText([...describeBlock(stop), '', what, ''].join('\n'));
  if (!plain && (await page(text, printed, signal))) return;
  write(text);
  if (printed !== undefined) write(showText(readEnd(printed)));
}

function describeBlock({ planned, command, mask, resolve }: StepStop): string[] {
  const { step } = planned;
  const lines = (text: string): string[] => mask(text).replace(/\n$/, '').split('\n');
  const block = step.file === undefined ? command : step.code;
  return [
    ...(step.secret && step.file !== undefined ? ['the file is secret'] : lines(block)),
    ...step.expectations.flatMap(({ fence, compiled }) => [
      '',
      `expected (${compiled.summary}, line ${fence.line}):`,
      ...lines(resolve(fence.body)),
    ]),
  ];
}

/** What is shown of a text is not for the terminal to obey. */
function showText(text: string): string {
  return text
    .split('\n')
    .map((line) => showControls(line.replaceAll('\t', '        ')))
    .join('\n');
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
