import type { Draft } from './draft.ts';
import { isRecord } from './front-matter.ts';
import { BLANK_END } from './lines.ts';
import type { FoundFence } from './lower-fences.ts';
import { lowerScrutLine } from './scrut-lines.ts';
import { keepLenient, quoteWord, writeAttribute } from './shell-step.ts';
import { describeSkip } from './test-folder.ts';
import { type Entry, splitTranscript } from './transcript.ts';

const STREAMS: Readonly<Record<string, string>> = {
  stdout: 'stdout',
  stderr: 'stderr',
  combined: 'output',
};
/** Options that are read; every other one is told. */
const KNOWN =
  'detached detached_kill_signal environment keep_crlf output_stream skip_document_code strip_ansi_escaping timeout wait'.split(
    ' ',
  );

/** Writes the tests of one document. */
export interface ScrutCases {
  /** The exit code with which a test says that the document does not apply. */
  readonly skipCode: number;
  write(fence: FoundFence, own: Readonly<Record<string, unknown>>): void;
}

/**
 * @param defaults options of every test, unless it has its own
 * @param told whether it has to be said that a test can skip the others
 */
export function createScrutCases(
  draft: Draft,
  defaults: Readonly<Record<string, unknown>>,
  told: boolean,
): ScrutCases {
  const state = { skipCode: readSkipCode(defaults) ?? 80 };
  return {
    get skipCode() {
      return state.skipCode;
    },
    write(found, own) {
      const options = { ...defaults, ...own };
      state.skipCode = readSkipCode(own) ?? state.skipCode;
      writeCase(draft, found, options, { skipCode: state.skipCode, told });
    },
  };
}

function readSkipCode(options: Readonly<Record<string, unknown>>): number | undefined {
  const code = options['skip_document_code'];
  return typeof code === 'number' ? code : undefined;
}

function writeCase(
  draft: Draft,
  found: FoundFence,
  options: Readonly<Record<string, unknown>>,
  skip: Pick<Writing, 'skipCode' | 'told'>,
): void {
  const { body, line, prefix, fence } = found;
  const tell = (message: string): void => draft.note(fence.line, message, prefix);
  const { entries } = splitTranscript(body, line, { prompts: ['$'], exit: 'any' });
  for (const key of Object.keys(options))
    if (!KNOWN.includes(key))
      tell(`\`${key}\` is no option of a test that is known; it is left out`);
  if (entries.length === 0) {
    tell('there is no command in the test, so nothing runs');
    draft.fence({ info: 'text no-check', body, line, prefix });
    return;
  }
  if (entries.length > 1) tell('there are several commands; each is a step of its own');
  if (options['detached'] === true) {
    tell('`detached` has no counterpart without something to wait for: write `background ready=…`');
    draft.fence({ info: 'bash no-check', body: entries.flatMap(({ code }) => code), line, prefix });
    return;
  }
  if (options['keep_crlf'] === true) tell('`keep_crlf` is not taken over: CRLF is compared as LF');
  const words = attributesOf(options, tell);
  entries.forEach((entry, index) => {
    if (index > 0) draft.gap(entry.line - 1, prefix);
    writeEntry(draft, entry, { words, options, ...skip, prefix, wait: index === 0, tell });
  });
}

interface Writing {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly skipCode: number;
  readonly prefix: string;
  readonly wait: boolean;
  readonly told: boolean;
  readonly tell: (message: string) => void;
}

function writeEntry(draft: Draft, entry: Entry, writing: Writing): void {
  const { words, options, skipCode, prefix, wait, tell } = writing;
  const skips = entry.exit === skipCode;
  if (skips) tell(`\`[${skipCode}]\` is not expected here: with it the document is skipped`);
  else if (
    writing.told &&
    entry.code.some((text) => new RegExp(`\\bexit ${skipCode}\\b`).test(text))
  )
    tell(describeSkip(skipCode));
  const exit = entry.exit === undefined || entry.exit === 0 || skips ? [] : [`exit=${entry.exit}`];
  const before = wait ? waitFor(options['wait'], tell) : [];
  const lenient = keepLenient(entry.code);
  draft.fence({
    info: ['bash test', ...exit, ...words].join(' '),
    before: [...before, ...lenient.before],
    body: lenient.body,
    line: entry.line,
    prefix,
  });
  draft.gap(entry.outputLine - 1, prefix);
  if (entry.output.some((text) => /^\s+\(no-eol\)$/.test(text))) tell(BLANK_END);
  const lines = entry.output.map(lowerScrutLine);
  const stream = STREAMS[String(options['output_stream'] ?? 'stdout')] ?? 'stdout';
  const keeps = options['strip_ansi_escaping'] !== true && lines.some(hasEscape);
  draft.fence({
    info: keeps ? `${stream} ansi=keep` : stream,
    body: lines,
    line: entry.outputLine,
    prefix,
  });
}

/** Whether a line of ours says something of escape sequences, which are otherwise taken away. */
function hasEscape(line: string): boolean {
  return /\\x1b|\\e\b|\\e\[/i.test(line);
}

function attributesOf(
  options: Readonly<Record<string, unknown>>,
  tell: (message: string) => void,
): string[] {
  const { environment, timeout } = options;
  const limit = timeout === undefined ? undefined : toDuration(String(timeout));
  if (timeout !== undefined && limit === undefined) tell(`\`timeout: ${timeout}\` is no duration`);
  const variables = isRecord(environment) ? Object.entries(environment) : [];
  const env = variables.flatMap(([name, value]) => {
    const word = writeAttribute(`env.${name}`, String(value));
    if (word === undefined) tell(`\`${name}\` has a value that no attribute can hold; export it`);
    return word ?? [];
  });
  return [...(limit === undefined ? [] : [`timeout=${limit}`]), ...env];
}

/** A duration of the other tool, of several parts, as one of ours. */
function toDuration(text: string): string | undefined {
  const units = { ms: 1, s: 1000, sec: 1000, secs: 1000, m: 60_000, min: 60_000, h: 3_600_000 };
  const parts = [...text.matchAll(/(\d+)\s*(ms|secs?|s|min|m|h)\b\s*/g)];
  if (parts.map(([whole]) => whole).join('') !== text || parts.length === 0) return undefined;
  const sum = parts.reduce(
    (total, [, count, unit]) => total + Number(count) * units[unit as keyof typeof units],
    0,
  );
  return sum % 1000 === 0 ? `${sum / 1000}s` : `${sum}ms`;
}

/** Commands that pause the test as its `wait` does. */
function waitFor(wait: unknown, tell: (message: string) => void): string[] {
  if (wait === undefined) return [];
  const { timeout, path } = isRecord(wait) ? wait : { timeout: wait, path: undefined };
  const limit = toDuration(String(timeout ?? ''))?.replace(/^(\d+)ms$/, (_, ms) =>
    String(Number(ms) / 1000),
  );
  if (limit === undefined) {
    tell('`wait` has no duration that is understood; it is left out');
    return [];
  }
  if (path === undefined) return [`sleep ${limit}`];
  const until = `until [ -e ${quoteWord(String(path))} ]; do sleep 0.1; done`;
  return [`timeout ${limit} bash -c ${quoteWord(until)} || true`];
}
