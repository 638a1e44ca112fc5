import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StepStop } from '../engine/step-dialogue.ts';
import { quoteForShell } from '../session/process.ts';

/** How much of a log is printed where there is no pager. */
const PRINTED_BYTES = 64 * 1024;

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
  const { step } = planned;
  const text = `${mask(command).replace(/\n$/, '')}\n\n${log === undefined ? 'nothing was printed' : `printed (${log}):`}\n`;
  const hasLog = log !== undefined && existsSync(log);
  const pager = process.env['PAGER'] || 'less -R';
  if (!plain && (await page(pager, step.id, text, hasLog ? log : undefined, signal))) return;
  write(text);
  if (hasLog) write(readEnd(log));
}

/** The pager reads the log itself, however long it is. */
async function page(
  pager: string,
  name: string,
  text: string,
  log: string | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-view-'));
  const head = join(folder, name);
  try {
    writeFileSync(head, text, { mode: 0o600 });
    const files = [head, ...(log === undefined ? [] : [log])].map(quoteForShell).join(' ');
    const child = spawn('sh', ['-c', `cat ${files} | ${pager}`], { stdio: 'inherit', signal });
    const code = await new Promise<number | null>((resolve) => {
      child.once('error', () => resolve(null));
      child.once('exit', (status) => resolve(status));
    });
    // 127: there is no such program.
    return code !== null && code !== 127;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
