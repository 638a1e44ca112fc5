import type { MarkdownDocument } from '../document/types.ts';
import type { Paint } from '../report/paint.ts';
import { countOf } from '../report/visible.ts';
import { createPatch, paintPatch } from './document/patch.ts';
import { spliceLines } from './document/splice-lines.ts';
import { verifyDocument } from './document/verify-document.ts';
import { writeDocument } from './document/write-document.ts';
import type { AcceptedHunk, Hunk } from './hunk.ts';
import { describeRefusals } from './hunk-text.ts';
import { listHunks } from './list-hunks.ts';
import type { Updater } from './updater.ts';

/**
 * What is done with the changes: a person is asked about each, all are written, or they are only
 * shown, looked for, or printed as the whole document.
 */
export type UpdateMode = 'ask' | 'write' | 'show' | 'check' | 'print';

/** The surroundings of an update. */
export interface UpdateHost {
  readonly terminal: {
    readonly write: (text: string) => void;
    readonly complain: (text: string) => void;
    readonly paint: Paint;
    readonly errorPaint: Paint;
  };
  /** Reads a document as text, its byte-order mark included. */
  readonly read: (file: string) => string;
  /** The file as it was when the run began, its byte-order mark included. */
  readonly before: string;
  /** Whether the patch is for people, and not for another program. */
  readonly isTerminal: boolean;
  /** Whether the run failed, for a reason that is no expectation or for one that is. */
  readonly hasFailed: boolean;
  /** The folder that paths of patches are relative to. */
  readonly cwd: string;
}

const DONE = 0;
const LEFT = 1;
const INTERRUPTED = 130;

/** Shows or makes the changes that were found. Returns the exit code. */
export async function finishUpdate(
  document: MarkdownDocument,
  updater: Updater,
  mode: UpdateMode,
  host: UpdateHost,
): Promise<number> {
  const { terminal } = host;
  const { hunks, refusals } = listHunks(document, updater);
  const { file } = document;
  const say = (text: string): void => terminal.complain(`${text}\n`);
  for (const line of describeRefusals(file, refusals, terminal.errorPaint)) say(line);
  const free = hunks.filter(({ givesUp }) => givesUp === undefined);
  const left = refusals.length > 0 ? LEFT : DONE;
  if (mode === 'ask' && hunks.length > 0) {
    return Math.max(left, await askAndWrite(document, hunks, host));
  }
  for (const { line, label, givesUp } of hunks) {
    if (givesUp === undefined) continue;
    say(
      `${terminal.errorPaint.yellow('not updated')} ${terminal.errorPaint.bold(`${file}:${line}`)} ${label}: the pattern \`${givesUp}\` does not hold, and is not given up without being asked for`,
    );
  }
  const accepted = free.map((hunk) => ({ hunk, lines: hunk.lines }));
  const code = Math.max(left, free.length < hunks.length ? LEFT : DONE);
  return Math.max(code, conclude(document, accepted, mode, host));
}

async function askAndWrite(
  document: MarkdownDocument,
  hunks: readonly Hunk[],
  host: UpdateHost,
): Promise<number> {
  const { terminal } = host;
  const { file, lines } = document;
  const { decide } = await import('./dialogue.ts');
  const { write, paint } = terminal;
  const decision = await decide(hunks, { file, lines, write, paint });
  if (decision.cancelled) {
    terminal.complain('interrupted: nothing was written\n');
    return INTERRUPTED;
  }
  const code = conclude(document, decision.accepted, 'ask', host);
  if (decision.left > 0) write(`${countOf(decision.left, 'change')} left\n`);
  return Math.max(code, decision.left + decision.unsound > 0 ? LEFT : DONE);
}

/** Does what the mode says with the changes that were agreed to. */
function conclude(
  document: MarkdownDocument,
  accepted: readonly AcceptedHunk[],
  mode: UpdateMode,
  host: UpdateHost,
): number {
  const { file, text } = document;
  const { terminal, before } = host;
  const splices = accepted.map(({ hunk, lines }) => {
    return { line: hunk.line, count: hunk.count, lines: hunk.place(lines) };
  });
  const updated = spliceLines(text, splices);
  const [fault] = accepted.length > 0 ? verifyDocument(document, updated, accepted) : [];
  if (fault !== undefined) {
    terminal.complain(
      `the updated document would not be right, so nothing was written: ${fault}\n`,
    );
    return LEFT;
  }
  const after = (before.startsWith('\uFEFF') ? '\uFEFF' : '') + updated;
  if (mode === 'print') terminal.write(after);
  else if (mode !== 'ask') showPatch(createPatch(file, host.cwd, before, after), host);
  if (mode === 'print') return DONE;
  if (before === after) {
    const reason = host.hasFailed ? ' that would make the run pass' : '';
    if (mode !== 'ask') terminal.complain(`${file}: nothing to update${reason}\n`);
    return DONE;
  }
  if (mode === 'check') return LEFT;
  if (mode === 'show') {
    terminal.complain('nothing was written: `--yes` writes the changes\n');
    return LEFT;
  }
  const why = writeDocument(file, before, after, host.read);
  terminal.complain(
    why === undefined
      ? `${file}: ${countOf(accepted.length, 'change')} written\n`
      : `${file}: not written: ${why}\n`,
  );
  return why === undefined ? DONE : LEFT;
}

function showPatch(patch: string, { terminal, isTerminal }: UpdateHost): void {
  terminal.write(isTerminal ? paintPatch(patch, terminal.paint) : patch);
}
