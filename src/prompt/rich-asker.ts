import type { Interface } from 'node:readline';
import { PasswordPrompt, type Prompt, settings, TextPrompt } from '@clack/core';
import type { Paint } from '../report/paint.ts';
import { stopAll, whenStopped } from '../report/when-stopped.ts';
import { writeNow } from '../report/write-now.ts';
import { clearWhenResized } from './clear-when-resized.ts';
import { drawList } from './draw-list.ts';
import { dropTypedAhead } from './drop-typed-ahead.ts';
import { nameChoice } from './find-choice.ts';
import { KeyPrompt } from './key-prompt.ts';
import { ListPrompt } from './list-prompt.ts';
import { readPaste } from './read-paste.ts';
import { showCursor } from './show-cursor.ts';
import { steadyTerminal } from './steady-terminal.ts';
import type { Asker, KeyChoice, ListChoice, TextOptions } from './types.ts';
import { wrapWords } from './wrap-words.ts';

// Escape is pressed too easily to give up everything with it.
settings.aliases.delete('escape');

const SHOW_CURSOR = '\x1b[?25h';

/** What a question is begun with. */
interface Beginning {
  readonly signal: AbortSignal;
  /** What was typed before the program was stopped. */
  readonly initialUserInput: string;
}

/** Draws its questions, and leaves question and answer on the screen. */
export function createRichAsker(paint: Paint): Asker {
  steadyTerminal();
  return {
    key: (question, choices, signal) =>
      untilAnswered(signal, (beginning) => askKey(question, choices, paint, beginning)),
    text: (question, options, signal) =>
      untilAnswered(signal, (beginning) => askText(question, options, paint, beginning)),
    secret: (question, options, signal) =>
      untilAnswered(signal, (beginning) => askSecret(question, options, paint, beginning)),
    choose: (question, choices, signal) =>
      untilAnswered(signal, (beginning) => askList(question, choices, paint, beginning)),
    paste: (question, { secret }, signal) => readPaste(paint.bold(question), signal, secret),
  };
}

/**
 * Asks again after the program was stopped (Ctrl-Z) and goes on: what the shell has written meanwhile
 * stands where the question was.
 */
async function untilAnswered(
  outer: AbortSignal,
  ask: (beginning: Beginning) => Prompt<string>,
): Promise<string | null> {
  let initialUserInput = '';
  for (;;) {
    if ((await dropTypedAhead()) || outer.aborted) return null;
    // One for each question: a prompt never takes back its listener.
    const withdrawn = new AbortController();
    const withdraw = (): void => withdrawn.abort();
    const prompt = ask({ signal: withdrawn.signal, initialUserInput });
    outer.addEventListener('abort', withdraw, { once: true });
    const leave = [whenStopped({ giveBack, takeAgain: withdraw }), clearWhenResized(prompt)];
    try {
      const answer = await begin(prompt);
      initialUserInput = prompt.userInput;
      if (withdrawn.signal.aborted && !outer.aborted) continue;
      return typeof answer === 'symbol' ? null : (answer ?? '');
    } finally {
      for (const undo of leave) undo();
      outer.removeEventListener('abort', withdraw);
    }
  }
}

function begin(prompt: Prompt<string>): Promise<string | symbol | undefined> {
  const answer = prompt.prompt();
  // Where it has no listener, readline stops this process alone.
  (prompt as unknown as { readonly rl?: Interface }).rl?.on('SIGTSTP', stopAll);
  return answer;
}

function giveBack(): void {
  process.stdin.setRawMode?.(false);
  writeNow(SHOW_CURSOR);
}

function askKey(
  question: string,
  choices: readonly KeyChoice[],
  paint: Paint,
  { signal }: Beginning,
): Prompt<string> {
  return new KeyPrompt(choices, signal, ({ answer, refusal = '' }) => {
    const head = paint.bold(question);
    if (answer !== undefined) return `${head} ${nameChoice(answer)}`;
    const keys = wrapWords([head, ...choices.map(({ label }) => label)], '  ', columns());
    return [...keys, paint.yellow(refusal)].join('\n');
  });
}

function askText(
  question: string,
  { validate }: TextOptions,
  paint: Paint,
  beginning: Beginning,
): Prompt<string> {
  return new TextPrompt({
    ...beginning,
    validate: (value) => validate?.(value ?? ''),
    render() {
      const head = paint.bold(question);
      if (isOver(this.state)) return `${head} ${this.userInput}`;
      return `${head} ${showCursor(this.userInput, this.cursor)}\n${paint.red(this.error)}`;
    },
  });
}

function askSecret(
  question: string,
  { validate }: TextOptions,
  paint: Paint,
  beginning: Beginning,
): Prompt<string> {
  return new PasswordPrompt({
    ...beginning,
    validate: (value) => validate?.(value ?? ''),
    // Not even how long it is.
    render() {
      if (isOver(this.state)) return `${paint.bold(question)} •••`;
      return `${paint.bold(question)} ${paint.dim('(not shown)')}\n${paint.red(this.error)}`;
    },
  });
}

function askList(
  question: string,
  choices: readonly ListChoice[],
  paint: Paint,
  beginning: Beginning,
): Prompt<string> {
  return new ListPrompt(choices, beginning, (view) =>
    drawList(view, {
      question,
      total: choices.length,
      paint,
      columns: columns(),
      rows: process.stdout.rows,
    }),
  );
}

/**
 * Until then a question keeps its height, with room for what is wrong with an answer: on the last
 * row of a terminal the library overwrites a line that comes in addition.
 */
function isOver(state: string): boolean {
  return state === 'submit' || state === 'cancel';
}

function columns(): number {
  return process.stdout.columns || 80;
}
