import type {
  ByHandAnswer,
  ByHandTask,
  ConfirmAnswer,
  Confirmation,
  PeopleDialogue,
} from '../engine/people-dialogue.ts';
import type { Copied } from '../prompt/copy-text.ts';
import type { Asker, KeyChoice } from '../prompt/types.ts';
import { wrapLine } from '../report/wrap-line.ts';
import { askReason } from './ask-reason.ts';
import { askValues } from './ask-values.ts';
import { describeKeys, HELP } from './keys.ts';
import { describeAgain, describeQuestion, describeTask, type TaskView } from './task-text.ts';

/** Nobody tells whether the terminal has taken it. */
const COPIED: Readonly<Record<Copied, string>> = {
  tmux: 'put into a buffer of tmux, and sent to the clipboard of its terminal',
  terminal: 'sent to the clipboard, if the terminal takes it',
  'too-long': 'too long for a clipboard',
};

/** What the dialogue shows and asks with. */
export interface PeopleView extends TaskView {
  /** Takes whole lines. */
  readonly write: (text: string) => void;
  readonly asker: Asker;
  /** Puts a text on the person's clipboard; absent where nothing may be written but lines. */
  readonly copy?: (text: string) => Copied;
}

/** The person at the terminal, who does what the run cannot do and decides what it may not. */
export function createPeopleDialogue(view: PeopleView): PeopleDialogue {
  const show = (lines: readonly string[]): void => view.write(`${lines.join('\n')}\n`);
  return {
    async manual(task, signal) {
      show(task.failure === undefined ? describeTask(task, view) : describeAgain(task, view));
      const { copy } = view;
      const choices = choicesFor(task, copy !== undefined);
      for (;;) {
        const key = await view.asker.key('Is it done?', choices, signal);
        if (key === null) return { kind: 'interrupt' };
        if (key === '?') {
          show(describeKeys(choices, view.width()));
          continue;
        }
        if (key === 'c' && copy !== undefined) {
          show(wrapLine(COPIED[copy(task.text.trimEnd())], view.width(), '  '));
          continue;
        }
        const answer = await answerTask(key, task, view.asker, signal);
        if (answer !== null) return answer;
        if (signal.aborted) return { kind: 'interrupt' };
      }
    },
    async confirm(confirmation, signal) {
      show(describeQuestion(confirmation, view));
      return confirm(confirmation, view.asker, signal);
    },
  };
}

function choicesFor(
  { wantsText, failure, expected, isCommand, hasPassed }: ByHandTask,
  copies: boolean,
): KeyChoice[] {
  const done = wantsText
    ? failure === undefined
      ? '[d]one, paste the output'
      : '[d]one, paste again'
    : failure === undefined
      ? '[d]one'
      : '[d]one, look again';
  return [
    ...(isCommand && copies ? [{ key: 'c', label: '[c]opy', help: 'to the clipboard' }] : []),
    { key: 'd', label: done, help: describeDone(wantsText, expected.length > 0) },
    ...(wantsText || expected.length > 0
      ? [
          {
            key: 'a',
            label: 'done [a]nyway',
            help: 'done, unchecked: with a reason, and the values that it captures; the run ends with 4',
          },
        ]
      : []),
    { key: 'n', label: '[n]ot done', help: 'the step fails' },
    ...(hasPassed ? [] : [{ key: 's', label: '[s]kip', help: 'leave it out, with a reason' }]),
    { key: 'q', label: '[q]uit', help: 'to go on later' },
    HELP,
  ];
}

function describeDone(wantsText: boolean, isChecked: boolean): string {
  if (wantsText) return 'what it printed is held against what is expected';
  return isChecked ? 'the host is looked at, whether it holds' : 'on your word';
}

/** What a key says of a task; `null` when Ctrl-C at what it asks takes it back. */
async function answerTask(
  key: string,
  task: ByHandTask,
  asker: Asker,
  signal: AbortSignal,
): Promise<ByHandAnswer | null> {
  switch (key) {
    case 'a':
      return overrideTask(task, asker, signal);
    case 'n':
      return withNote(await askNote(asker, signal), { kind: 'not-done' });
    case 's': {
      const why = await askReason(asker, 'Why is it left out?', signal);
      return why === null ? null : { kind: 'skip', why };
    }
    case 'q': {
      const why = await askNote(asker, signal);
      if (why === null) return null;
      return why === '' ? { kind: 'quit' } : { kind: 'quit', why };
    }
    default: {
      if (!task.wantsText) return withNote(await askNote(asker, signal), { kind: 'done' });
      const { secret } = task.step;
      const remark = secret ? ' (not shown)' : '';
      const question = `Paste what it printed${remark}, then press Ctrl-D`;
      const pasted = await asker.paste(question, { secret }, signal);
      return pasted === null ? null : { kind: 'done', pasted };
    }
  }
}

/** Done without the check: what it would have captured is asked for. */
async function overrideTask(
  task: ByHandTask,
  asker: Asker,
  signal: AbortSignal,
): Promise<ByHandAnswer | null> {
  const why = await askReason(asker, 'Why without the check?', signal);
  const captures = why === null ? null : await askValues(task, asker, signal);
  return why === null || captures === null ? null : { kind: 'override', why, captures };
}

async function askNote(asker: Asker, signal: AbortSignal): Promise<string | null> {
  const note = await asker.text('Note, if any', {}, signal);
  return note === null ? null : note.trim();
}

function withNote(
  note: string | null,
  answer: Extract<ByHandAnswer, { kind: 'done' | 'not-done' }>,
): ByHandAnswer | null {
  if (note === null) return null;
  return note === '' ? answer : { ...answer, note };
}

/** A word and not a key: nothing that was typed ahead, or by a slip, is to approve anything. */
async function confirm(
  { step }: Confirmation,
  asker: Asker,
  signal: AbortSignal,
): Promise<ConfirmAnswer> {
  const read = (text: string): string => text.trim().toLowerCase();
  const validate = (text: string): string | undefined =>
    ['yes', 'no'].includes(read(text)) ? undefined : 'write `yes` or `no`';
  const answer = await asker.text(`Run \`${step.id}\`? yes or no`, { validate }, signal);
  if (answer === null) return { kind: 'interrupt' };
  return { kind: read(answer) === 'yes' ? 'yes' : 'no' };
}
