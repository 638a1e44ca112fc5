import type { LinePattern } from '../../expect/lines/line-pattern.ts';
import { readLinesPlan } from '../../expect/lines/lines.ts';
import type { ExpectationSource } from '../../expect/types.ts';
import { escapeText } from '../text/escape-text.ts';

/** What would end a fence, however long the fence's own marker is. */
const MARKER = /^ {0,3}(?:`{3,}|~{3,})[ \t]*$/;
/** Characters that do not survive in a document, or are not seen in one. */
const CONTROLS =
  '[\\0-\\x08\\x0a-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]';
const UNSEEN = new RegExp(`${CONTROLS}|[ \\t]$|^ *\\t`);
const ESCAPED = new RegExp(`${CONTROLS}|\\t`, 'g');

/** Whether a line can stand in a fence as it is. */
export function isPlain(line: string): boolean {
  return !UNSEEN.test(line) && !MARKER.test(line);
}

/** Whether a line can stand in a fence although not all of it is seen. */
function isPossible(line: string): boolean {
  return isPlain(line.replace(/^[ \t]+|[ \t]+$/g, '_'));
}

/**
 * The line of an expectation that stands for exactly this text, with the least that is needed to
 * have it read as text; `null` when there is none.
 */
export function writeLiteral(text: string, source: ExpectationSource): string | null {
  const forms = [text, escapeText(text), `${text} (equal)`, `${writeEscapes(text)} (esc)`];
  const fits = (form: string): boolean => readLiteral(form, source) === text;
  // With `match=exact` nothing has another form, and blanks have to do without being seen.
  return (
    forms.find((form) => isPlain(form) && fits(form)) ??
    forms.find((form) => isPossible(form) && fits(form)) ??
    null
  );
}

/** The text that a line stands for if it stands for one text, once; `null` for a pattern. */
export function readLiteral(line: string, source: ExpectationSource): string | null {
  const pattern = readPattern(line, source);
  return pattern === null ? null : literalOf(pattern);
}

/** A line of its own as a pattern of such a fence; `null` when it cannot be used. */
export function readPattern(line: string, source: ExpectationSource): LinePattern | null {
  const { fence } = source;
  const alone = { ...fence, body: `${line}\n`, endLine: fence.line + 2 };
  const plan = readLinesPlan({ ...source, fence: alone });
  return plan?.patterns.find((pattern) => pattern.line === fence.line + 1) ?? null;
}

/** The text of a pattern that stands for one text, once. */
export function literalOf({ matcher, quantifier, noEol }: LinePattern): string | null {
  if (matcher.kind !== 'text' || noEol) return null;
  if (quantifier.min !== 1 || quantifier.max !== 1) return null;
  const [first, second] = matcher.segments;
  if (first === undefined) return '';
  return first.kind === 'literal' && second === undefined ? first.text : null;
}

/** What `(esc)` reads back as the text, with blanks at its ends that are seen. */
function writeEscapes(text: string): string {
  return writeControls(text).replace(/^ | $/g, '\\x20');
}

/** What `(esc)` reads back as the text. */
export function writeControls(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replace(/<(?=<)|(?<=<)<|\$(?=\{)/g, (char) => `\\x${toHex(char)}`)
    .replace(ESCAPED, writeEscape);
}

function writeEscape(char: string): string {
  if (char === '\t') return '\\t';
  if (char === '\r') return '\\r';
  if (char === '\x1b') return '\\e';
  // From \x80 on `\x` would be the byte, which is no character.
  return char < '\x80' ? `\\x${toHex(char)}` : `\\u{${toHex(char)}}`;
}

function toHex(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16).padStart(2, '0');
}
