import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { stopAll, whenStopped } from '../report/when-stopped.ts';
import { dropTypedAhead } from './drop-typed-ahead.ts';
import { findTypedChoice, refuseCase } from './find-choice.ts';
import { readPaste } from './read-paste.ts';
import { steadyTerminal } from './steady-terminal.ts';
import { takeInterrupts } from './take-interrupts.ts';
import type { Asker, KeyChoice, TextOptions } from './types.ts';
import { wrapWords } from './wrap-words.ts';

/**
 * Asks line by line, for screen readers: nothing is drawn again, no cursor moves, and answers end
 * with Enter.
 */
export function createPlainAsker(): Asker {
  steadyTerminal();
  return {
    async key(question, choices, signal) {
      const labels = choices.map(({ label }) => label);
      for (;;) {
        const line = await readLine([...question.split(' '), ...labels], signal);
        if (line === null) return null;
        const choice = findTypedChoice(choices, line);
        if (choice !== undefined) return choice.key;
        say(refuseLine(choices, line));
      }
    },
    text: (question, options, signal) =>
      untilValid(options, () => readLine(question.split(' '), signal)),
    secret: (question, options, signal) =>
      untilValid(options, () => readLine([...question.split(' '), '(not shown)'], signal, true)),
    async choose(question, choices, signal) {
      for (const [index, { label }] of choices.entries()) say(`${index + 1}. ${label}`);
      for (;;) {
        const line = await readLine(`${question}, number or name`.split(' '), signal);
        if (line === null) return null;
        const typed = line.trim();
        const numbered = /^\d+$/.test(typed) ? choices[Number(typed) - 1] : undefined;
        const chosen = choices.find(({ value }) => value === typed) ?? numbered;
        if (chosen !== undefined) return chosen.value;
        say('there is no such entry');
      }
    },
    paste: (question, { secret }, signal) => readPaste(question, signal, secret),
  };
}

function say(text: string): void {
  process.stdout.write(`${fitWords(text.split(' '), 0)}\n`);
}

/** Words on lines that the terminal does not break, with so many columns left for what follows. */
function fitWords(words: readonly string[], left: number): string {
  return wrapWords(words, ' ', (process.stdout.columns || 80) - left).join('\n');
}

function refuseLine(choices: readonly KeyChoice[], line: string): string {
  const keys = choices.map(({ key }) => key).join(' ');
  return refuseCase(choices, line.trim()) ?? `answer with one of ${keys}`;
}

async function untilValid(
  { validate }: TextOptions,
  ask: () => Promise<string | null>,
): Promise<string | null> {
  for (;;) {
    const line = await ask();
    const problem = line === null ? undefined : validate?.(line);
    if (problem === undefined) return line;
    say(problem);
  }
}

/**
 * A line without its end; `null` for Ctrl-C, Ctrl-D, and when the signal is aborted.
 *
 * @param words - the question, in pieces that stay whole
 */
async function readLine(
  words: readonly string[],
  signal: AbortSignal,
  hidden = false,
): Promise<string | null> {
  if ((await dropTypedAhead()) || signal.aborted) return null;
  const last = words.at(-1) ?? '';
  const question = `${fitWords([...words.slice(0, -1), last.endsWith('?') ? last : `${last}:`], 1)} `;
  process.stdout.write(question);
  return new Promise((resolve) => {
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    // As a terminal, it does not leave the echo to the system.
    const lines = createInterface(
      hidden
        ? { input: process.stdin, output: nowhere, terminal: true }
        : { input: process.stdin, terminal: false },
    );
    // What was typed before is lost with the line in a usual mode, and still there in a hidden one.
    const leave = whenStopped({
      giveBack: () => {
        if (hidden) process.stdin.setRawMode?.(false);
      },
      takeAgain: () => {
        if (hidden) process.stdin.setRawMode?.(true);
        process.stdout.write(question);
      },
    });
    const finish = (line: string | null): void => {
      leave();
      signal.removeEventListener('abort', cancel);
      giveBack();
      // Only these: readline takes back its own by a listener.
      lines.off('line', finish).off('close', cancel).off('SIGINT', cancel).off('SIGTSTP', stopAll);
      lines.close();
      if (line === null || hidden) process.stdout.write('\n');
      resolve(line);
    };
    const cancel = (): void => finish(null);
    lines.once('line', finish);
    lines.once('close', cancel);
    lines.once('SIGINT', cancel);
    lines.on('SIGTSTP', stopAll);
    const giveBack = takeInterrupts(cancel);
    signal.addEventListener('abort', cancel, { once: true });
  });
}
