import { AutocompletePrompt, isCancel, PasswordPrompt, settings, TextPrompt } from '@clack/core';
import type { Paint } from '../report/paint.ts';
import { KeyPrompt } from './key-prompt.ts';
import { readPaste } from './read-paste.ts';
import { steadyTerminal } from './steady-terminal.ts';
import type { Asker, KeyChoice, ListChoice, TextOptions } from './types.ts';
import { wrapWords } from './wrap-words.ts';

// Escape is pressed too easily to give up everything with it.
settings.aliases.delete('escape');

/** How many entries of a list are seen at a time. */
const LIST_ROWS = 10;

/** Draws its questions, and leaves question and answer on the screen. */
export function createRichAsker(paint: Paint): Asker {
  steadyTerminal();
  return {
    key: (question, choices, signal) =>
      untilAnswered(signal, (abort) => askKey(question, choices, paint, abort)),
    text: (question, options, signal) =>
      untilAnswered(signal, (abort) => askText(question, options, paint, abort)),
    secret: (question, options, signal) =>
      untilAnswered(signal, (abort) => askSecret(question, options, paint, abort)),
    choose: (question, choices, signal) =>
      untilAnswered(signal, (abort) => askList(question, choices, paint, abort)),
    paste: (question, hidden, signal) => {
      const remark = hidden ? ` ${paint.dim('(not shown)')}` : '';
      return readPaste(`${paint.bold(question)}${remark}\n`, hidden, signal);
    },
  };
}

/**
 * Asks again after the program was stopped (Ctrl-Z) and goes on: what the shell has written meanwhile
 * stands where the question was.
 */
async function untilAnswered<Answer>(
  outer: AbortSignal,
  ask: (signal: AbortSignal) => Promise<Answer | symbol | undefined>,
): Promise<Answer | null> {
  for (;;) {
    // One for each question: a prompt never takes back its listener.
    const withdrawn = new AbortController();
    const withdraw = (): void => withdrawn.abort();
    // After readline has put the terminal back into its mode.
    const resume = (): void => void setImmediate(withdraw);
    process.once('SIGCONT', resume);
    outer.addEventListener('abort', withdraw, { once: true });
    try {
      if (outer.aborted) return null;
      const answer = await ask(withdrawn.signal);
      if (withdrawn.signal.aborted && !outer.aborted) continue;
      return answer === undefined || isCancel(answer) ? null : (answer as Answer);
    } finally {
      process.off('SIGCONT', resume);
      outer.removeEventListener('abort', withdraw);
    }
  }
}

function askKey(
  question: string,
  choices: readonly KeyChoice[],
  paint: Paint,
  signal: AbortSignal,
): Promise<string | symbol | undefined> {
  const prompt = new KeyPrompt(choices, signal, (answer) => {
    const head = paint.bold(question);
    if (answer !== undefined) return `${head} ${answer.label.replaceAll(/[[\]]/g, '')}`;
    return wrapWords([head, ...choices.map(({ label }) => label)], '  ', columns()).join('\n');
  });
  return prompt.prompt();
}

function askText(
  question: string,
  { validate }: TextOptions,
  paint: Paint,
  signal: AbortSignal,
): Promise<string | symbol | undefined> {
  const check = (value: string | undefined): string | undefined => validate?.(value ?? '');
  const prompt = new TextPrompt({
    signal,
    validate: check,
    render() {
      if (isOver(this.state)) return `${paint.bold(question)} ${this.userInput}`;
      return `${paint.bold(question)} ${this.userInputWithCursor}\n${paint.red(this.error)}`;
    },
  });
  return prompt.prompt().then((value) => value ?? '');
}

function askSecret(
  question: string,
  { validate }: TextOptions,
  paint: Paint,
  signal: AbortSignal,
): Promise<string | symbol | undefined> {
  const check = (value: string | undefined): string | undefined => validate?.(value ?? '');
  const prompt = new PasswordPrompt({
    signal,
    validate: check,
    // Not even how long it is.
    render() {
      if (isOver(this.state)) return `${paint.bold(question)} •••`;
      return `${paint.bold(question)} ${paint.dim('(not shown)')}\n${paint.red(this.error)}`;
    },
  });
  return prompt.prompt().then((value) => value ?? '');
}

async function askList(
  question: string,
  choices: readonly ListChoice[],
  paint: Paint,
  signal: AbortSignal,
): Promise<string | symbol | undefined> {
  const prompt = new AutocompletePrompt<ListChoice>({
    signal,
    options: [...choices],
    filter: (search, { value, label }) =>
      `${value} ${label}`.toLowerCase().includes(search.toLowerCase()),
    render() {
      if (this.state === 'submit') return `${paint.bold(question)} ${String(this.value)}`;
      if (this.state === 'cancel') return paint.bold(question);
      const { filteredOptions, cursor } = this;
      const first = Math.max(
        0,
        Math.min(cursor - Math.floor(LIST_ROWS / 2), filteredOptions.length - LIST_ROWS),
      );
      const rows = filteredOptions.slice(first, first + LIST_ROWS).map(({ label }, index) => {
        const isHere = first + index === cursor;
        const text = clipTo(label, columns() - 2);
        return isHere ? `${paint.bold('▸')} ${paint.bold(text)}` : `  ${text}`;
      });
      const rest = filteredOptions.length - rows.length;
      return [
        `${paint.bold(question)} ${this.userInputWithCursor}`,
        ...rows,
        rest > 0 ? paint.dim(`  … ${rest} more; type to search`) : '',
        ...Array.from({ length: Math.min(choices.length, LIST_ROWS) - rows.length }, () => ''),
      ].join('\n');
    },
  });
  const answer = await prompt.prompt();
  return Array.isArray(answer) ? answer[0] : answer;
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

function clipTo(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
