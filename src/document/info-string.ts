/** A word of an info string after the language: `name`, `name=value` or `name="quoted value"`. */
export interface InfoWord {
  readonly name: string;
  /** `true` for a word without `=`. */
  readonly value: string | true;
  /** Where the word begins, in UTF-16 code units from the beginning of the info string. */
  readonly offset: number;
  /** Length of the whole word, quotes included. */
  readonly length: number;
  /** Where the value begins (inside its quotes); the word's own offset when it has none. */
  readonly valueOffset: number;
  /** What is wrong with the word's own form, such as a quote that is never closed. */
  readonly fault?: string;
}

export interface InfoString {
  /** The first word, as written; empty for a fence without one. */
  readonly lang: string;
  readonly words: readonly InfoWord[];
}

const WORD = /(?<name>[^\s=]*)(?<assign>=)?/y;
const BLANKS = /\s*/y;
const PLAIN_VALUE = /\S*/y;

/**
 * Splits an info string into its language and its words. A quoted value ends at the next quote of
 * the same kind; there are no escapes inside it. Never fails: a malformed word carries its `fault`.
 */
export function parseInfoString(info: string): InfoString {
  const lang = /^\S*/.exec(info)?.[0] ?? '';
  const words: InfoWord[] = [];
  let offset = lang.length;
  while (true) {
    offset += matchAt(BLANKS, info, offset)?.[0].length ?? 0;
    if (offset >= info.length) return { lang, words };
    const word = readWord(info, offset);
    words.push(word);
    offset += word.length;
  }
}

function readWord(info: string, offset: number): InfoWord {
  const match = matchAt(WORD, info, offset);
  const name = match?.groups?.['name'] ?? '';
  if (match?.groups?.['assign'] === undefined) {
    return { name, value: true, offset, length: name.length, valueOffset: offset };
  }
  const start = offset + name.length + 1;
  const quote = info[start];
  if (quote === '"' || quote === "'") return readQuoted(info, name, offset, start, quote);
  const value = matchAt(PLAIN_VALUE, info, start)?.[0] ?? '';
  const length = start + value.length - offset;
  return { name, value, offset, length, valueOffset: start };
}

function readQuoted(
  info: string,
  name: string,
  offset: number,
  start: number,
  quote: string,
): InfoWord {
  const close = info.indexOf(quote, start + 1);
  if (close < 0) {
    const value = info.slice(start + 1);
    const fault = `the quote ${quote} is never closed`;
    return { name, value, offset, length: info.length - offset, valueOffset: start + 1, fault };
  }
  const value = info.slice(start + 1, close);
  const rest = matchAt(PLAIN_VALUE, info, close + 1)?.[0] ?? '';
  const word = { name, value, offset, length: close + 1 + rest.length - offset };
  const valueOffset = start + 1;
  if (rest === '') return { ...word, valueOffset };
  return { ...word, valueOffset, fault: `\`${rest}\` follows the closing quote without a blank` };
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}
