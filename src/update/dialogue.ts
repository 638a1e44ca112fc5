import { askKey } from '../prompt/ask-key.ts';
import { editText } from '../prompt/edit-text.ts';
import type { KeyChoice } from '../prompt/types.ts';
import type { Paint } from '../report/paint.ts';
import type { AcceptedHunk, Hunk } from './hunk.ts';
import { describeHunk } from './hunk-text.ts';

/** What a person agreed to. */
export interface Decision {
  readonly accepted: readonly AcceptedHunk[];
  /** Changes that were left, in whatever way. */
  readonly left: number;
  /** Changes that were edited and agreed to, although they do not hold. */
  readonly unsound: number;
  /** Set by Ctrl-C: nothing is to be written. */
  readonly cancelled: boolean;
}

/** What the dialogue shows hunks with. */
export interface DialogueView {
  readonly file: string;
  /** The document's lines. */
  readonly lines: readonly string[];
  readonly write: (text: string) => void;
  readonly paint: Paint;
}

type Answer =
  | { readonly kind: 'take'; readonly lines: readonly string[]; readonly holds: boolean }
  | { readonly kind: 'leave' | 'quit' | 'cancel' };

/** Asks about each hunk in turn. */
export async function decide(hunks: readonly Hunk[], view: DialogueView): Promise<Decision> {
  const accepted: AcceptedHunk[] = [];
  let unsound = 0;
  for (const [index, hunk] of hunks.entries()) {
    const answer = await decideOne(hunk, `${index + 1} of ${hunks.length}`, view);
    if (answer.kind === 'cancel') {
      return { accepted: [], left: hunks.length, unsound: 0, cancelled: true };
    }
    if (answer.kind === 'quit') break;
    if (answer.kind !== 'take') continue;
    accepted.push({ hunk, lines: answer.lines });
    if (!answer.holds) unsound += 1;
  }
  return { accepted, left: hunks.length - accepted.length, unsound, cancelled: false };
}

async function decideOne(hunk: Hunk, position: string, view: DialogueView): Promise<Answer> {
  let lines = hunk.lines;
  let holds = true;
  view.write(`\n${describeHunk(hunk, lines, position, view).join('\n')}\n`);
  for (;;) {
    const isPattern = hunk.pattern !== undefined && lines === hunk.pattern;
    const question =
      hunk.givesUp === undefined ? 'Write this?' : 'Write this instead of the pattern?';
    const key = await askKey(view.paint.bold(question), choicesFor(hunk, isPattern));
    if (key === null) return { kind: 'cancel' };
    if (key === 'y') return { kind: 'take', lines, holds };
    if (key === 'n') return { kind: 'leave' };
    if (key === 'q') return { kind: 'quit' };
    if (key === '?') view.write(`${describeKeys(hunk).join('\n')}\n`);
    else {
      if (key === 'p') {
        lines = isPattern ? hunk.lines : (hunk.pattern ?? lines);
        holds = true;
      }
      if (key === 'e') ({ lines, holds } = await editLines(hunk, { lines, holds }, view));
      view.write(`${describeHunk(hunk, lines, position, view).join('\n')}\n`);
    }
  }
}

function choicesFor(hunk: Hunk, isPattern: boolean): KeyChoice[] {
  const pattern = isPattern ? '[p] the text' : '[p]attern';
  return [
    { key: 'y', label: '[y]es' },
    { key: 'n', label: '[n]o' },
    ...(hunk.pattern === undefined ? [] : [{ key: 'p', label: pattern }]),
    { key: 'e', label: '[e]dit' },
    { key: 'q', label: '[q]uit' },
    { key: '?', label: '[?]' },
  ];
}

function describeKeys(hunk: Hunk): string[] {
  return [
    '  y  write this change',
    '  n  leave the document as it is here',
    ...(hunk.pattern === undefined
      ? []
      : ['  p  a pattern that fits the old text and the new one, or the text again']),
    '  e  change the new lines in an editor; they are tried before you are asked again',
    '  q  ask no more, and write what was agreed to',
    '  Ctrl-C  write nothing at all',
  ];
}

/** Lines that are proposed, and whether the expectation holds with them. */
interface Draft {
  readonly lines: readonly string[];
  readonly holds: boolean;
}

/** The lines as they were edited, after what is wrong with them was said. */
async function editLines(hunk: Hunk, draft: Draft, view: DialogueView): Promise<Draft> {
  const { write, paint } = view;
  const edited = await editText(draft.lines.map((line) => `${line}\n`).join(''), 'lines.txt');
  if (!edited.ok) {
    write(`${paint.red('✗')} ${edited.why}\n`);
    return draft;
  }
  const text = edited.text.replace(/\r\n/g, '\n');
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const faults = await hunk.judge(lines);
  if (faults.length > 0) {
    write(`${paint.red('✗')} with these lines it does not hold\n${faults.join('\n')}\n`);
  }
  return { lines, holds: faults.length === 0 };
}
