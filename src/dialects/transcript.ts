/** A command as it was typed, and what was printed. */
export interface Entry {
  /** Without the prompts. */
  readonly code: readonly string[];
  /** Document line of its first line. */
  readonly line: number;
  readonly output: readonly string[];
  /** Document line of the first line of the output, or of where it would be. */
  readonly outputLine: number;
  /** From a line `[N]`. */
  readonly exit?: number;
}

export interface Transcript {
  /** Lines above the first command. */
  readonly before: readonly string[];
  readonly entries: readonly Entry[];
}

export interface TranscriptForm {
  /** What a command begins with; `$` by itself. */
  readonly prompts: readonly string[];
  /** Whether a line `[N]` is the exit code: the last one, or any line. */
  readonly exit: 'last' | 'any' | 'none';
}

const MORE = '>';

/**
 * Splits what looks like a terminal into commands and their output.
 *
 * @param first document line of the first of the lines
 */
export function splitTranscript(
  lines: readonly string[],
  first: number,
  form: TranscriptForm,
): Transcript {
  const before: string[] = [];
  const found: { code: string[]; line: number; output: string[]; outputLine: number }[] = [];
  lines.forEach((text, index) => {
    const entry = found.at(-1);
    const command = readPrompted(text, form.prompts);
    const more = readPrompted(text, [MORE]);
    if (command !== undefined) {
      const line = first + index;
      found.push({ code: [command], line, output: [], outputLine: line + 1 });
    } else if (entry === undefined) before.push(text);
    else if (more !== undefined && entry.output.length === 0) {
      entry.code.push(more);
      entry.outputLine++;
    } else entry.output.push(text);
  });
  return { before, entries: found.map((entry) => takeExit(entry, form.exit)) };
}

/** What follows a prompt and one blank. */
function readPrompted(text: string, prompts: readonly string[]): string | undefined {
  const prompt = prompts.find((word) => text === word || text.startsWith(`${word} `));
  return prompt === undefined ? undefined : text.slice(prompt.length + 1);
}

function takeExit(entry: Entry, where: TranscriptForm['exit']): Entry {
  if (where === 'none') return entry;
  const index = entry.output.findLastIndex((text) => /^\[\d+\]$/.test(text));
  const isLast = index === entry.output.length - 1;
  if (index < 0 || (where === 'last' && !isLast)) return entry;
  const exit = Number(entry.output[index]?.slice(1, -1));
  return { ...entry, output: entry.output.toSpliced(index, 1), exit };
}
