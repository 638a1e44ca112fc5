import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { stopAll, whenStopped } from '../report/when-stopped.ts';
import { findChoice } from './key-prompt.ts';
import { readPaste } from './read-paste.ts';
import { steadyTerminal } from './steady-terminal.ts';
import type { Asker, TextOptions } from './types.ts';

/**
 * Asks line by line, for screen readers: nothing is drawn again, no cursor moves, and answers end
 * with Enter.
 */
export function createPlainAsker(): Asker {
  steadyTerminal();
  const write = (text: string): void => void process.stdout.write(text);
  return {
    async key(question, choices, signal) {
      const keys = choices.map(({ label }) => label).join(' ');
      for (;;) {
        const line = await readLine(`${question} ${keys}: `, signal);
        if (line === null) return null;
        const choice = findChoice(choices, line.trim()[0]);
        if (choice !== undefined) return choice.key;
        write(`answer with one of ${choices.map(({ key }) => key).join(' ')}\n`);
      }
    },
    text: (question, options, signal) =>
      untilValid(options, () => readLine(`${question}: `, signal)),
    secret: (question, options, signal) =>
      untilValid(options, () => readLine(`${question} (not shown): `, signal, true)),
    async choose(question, choices, signal) {
      for (const [index, { label }] of choices.entries()) write(`${index + 1}. ${label}\n`);
      for (;;) {
        const line = await readLine(`${question}, number or name: `, signal);
        if (line === null) return null;
        const typed = line.trim();
        const numbered = /^\d+$/.test(typed) ? choices[Number(typed) - 1] : undefined;
        const chosen = choices.find(({ value }) => value === typed) ?? numbered;
        if (chosen !== undefined) return chosen.value;
        write('there is no such entry\n');
      }
    },
    paste: (question, { secret }, signal) => readPaste(`${question}\n`, signal, secret),
  };
}

async function untilValid(
  { validate }: TextOptions,
  ask: () => Promise<string | null>,
): Promise<string | null> {
  for (;;) {
    const line = await ask();
    const problem = line === null ? undefined : validate?.(line);
    if (problem === undefined) return line;
    process.stdout.write(`${problem}\n`);
  }
}

/** A line without its end; `null` for Ctrl-C, Ctrl-D, and when the signal is aborted. */
function readLine(question: string, signal: AbortSignal, hidden = false): Promise<string | null> {
  process.stdout.write(question);
  if (signal.aborted) return Promise.resolve(null);
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
      process.off('SIGINT', cancel);
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
    // Without a mode of its own, the terminal makes a signal of Ctrl-C.
    process.once('SIGINT', cancel);
    signal.addEventListener('abort', cancel, { once: true });
  });
}
