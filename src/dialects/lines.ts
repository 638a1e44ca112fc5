import { readSuffix } from '../expect/lines/suffix.ts';
import type { ExpectationSource } from '../expect/types.ts';
import { writeLiteral } from '../update/lines/literal-line.ts';
import { escapeText } from '../update/text/escape-text.ts';

/** A fence without attributes, which is what a literal line is written for. */
const PLAIN: ExpectationSource = {
  file: '',
  fence: {
    info: 'output',
    position: { line: 1, column: 4 },
    body: '',
    line: 1,
    endLine: 2,
    heading: null,
    container: null,
  },
  kind: 'output',
  lang: 'output',
  attributes: new Map(),
  types: new Map(),
};

/** The line that stands for exactly this text. */
export function toLiteral(text: string): string {
  return writeLiteral(text, PLAIN) ?? `${text} (equal)`;
}

/** The line that stands for this text so many times. */
export function toRepeated(text: string, quantifier: string): string {
  // An expression is the only form that an empty line has.
  return text.trim() === '' ? `${toRegex(text)} (re${quantifier})` : `${text} (equal${quantifier})`;
}

/** An expression for a text. */
export function toRegex(text: string): string {
  const escaped = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  // A line whose content is blank has no suffix.
  return escaped.trim() === '' ? `(?:${escaped})` : escaped;
}

/** Lets nothing in an expression or a glob be read as a hole. */
export function guardPattern(pattern: string): string {
  return pattern.replace(/<<(?=\.\.\.|\w*:|\w+>>)/g, '\\<<');
}

/** The line that a text with `...` for anything stands for, of which one alone is any lines. */
export function toEllipsis(text: string): string {
  if (text.trim() === '...') return '...';
  if (!text.includes('...')) return toLiteral(text);
  const pieces = text.split('...');
  const line = pieces.map(escapeText).join('<<...>>');
  if (readSuffix(line).source === '') return line;
  return `${pieces.map((piece) => piece.replace(/[\\*?[$]/g, '\\$&')).join('*')} (glob)`;
}

/** Bytes that are written as `\xNN` and make up characters, as these: `(esc)` has bytes for what is none. */
export function joinBytes(text: string): string {
  return text.replace(/(?:\\x[89a-fA-F][\da-fA-F])+/g, (run) => {
    const bytes = Buffer.from(run.replaceAll('\\x', ''), 'hex');
    const read = bytes.toString('utf8');
    return Buffer.from(read, 'utf8').equals(bytes) ? read : run;
  });
}

/** An `(esc)` line of another tool's escapes, in which nothing is a hole. */
export function toEscaped(text: string, quantifier = ''): string {
  const escapes = joinBytes(text)
    .replace(/<(?=<)/g, '\\x3c')
    .replace(/\$(?=\{)/g, '\\x24');
  return `${escapes} (esc${quantifier})`;
}

/** What is said where {@link toUnended} loses something. */
export const BLANK_END = 'a blank line has no `(no-eol)` here: only its blanks are compared';

/** The line that stands for a text at whose end there is no newline. */
export function toUnended(text: string): string {
  return text.trim() === '' ? toLiteral(text) : `${escapeText(text)} (no-eol)`;
}
