import { homedir } from 'node:os';

/** How many characters of one line are shown. */
export const LINE_LIMIT = 400;

const NAMED: Readonly<Record<string, string>> = { '\r': '\\r', '\0': '\\0', '\x1b': '\\x1b' };

/**
 * Control characters, and what would lay out the text around it anew: bidirectional controls (UAX 9),
 * line and paragraph separators, the byte-order mark. Half a surrogate pair cannot be shown at all.
 */
const CONTROLS =
  /[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\p{Cs}]/gu;

/** Characters that look like a blank, or like nothing. A joiner within an emoji is a part of it. */
const HIDDEN = new RegExp(
  [
    '(?<![\\p{Extended_Pictographic}\\u{1f3fb}-\\u{1f3ff}\\ufe0f])\\u200d',
    '\\u200d(?!\\p{Extended_Pictographic})',
    '[\\u00a0\\u00ad\\u034f\\u115f\\u1160\\u1680\\u180e\\u2000-\\u200c\\u202f\\u205f-\\u2064]',
    '[\\u206a-\\u206f\\u3000\\u3164\\uffa0\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}]',
  ].join('|'),
  'gu',
);

/** A printed line made safe to show: control characters are written out, tabs are kept. */
export function showControls(text: string): string {
  return text.replace(CONTROLS, escapeCharacter);
}

/**
 * A line that is compared, with everything visible in it that a reader could overlook: tabs, blanks at
 * the end, blanks that are none, characters without width.
 */
export function showCompared(text: string): string {
  return showControls(text)
    .replace(HIDDEN, escapeCharacter)
    .replace(/[ \t]+$/, (blanks) => blanks.replaceAll(' ', '·'))
    .replaceAll('\t', '⇥');
}

/** Every character that is not plain ASCII written out, for lines that look the same otherwise. */
export function showExactly(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replace(/[^\x20-\x7e]/gu, escapeCharacter)
    .replace(/ +$/, (blanks) => '\\x20'.repeat(blanks.length));
}

function escapeCharacter(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  return NAMED[char] ?? (code < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u{${digits}}`);
}

/** Cuts a long line to what is shown of one. */
export function cutLine(text: string): string {
  if (text.length <= LINE_LIMIT) return text;
  const end = alignCut(text, LINE_LIMIT);
  return `${text.slice(0, end)}${describeRest(text.length - end)}`;
}

/** What stands for the rest of a line that is cut. */
export function describeRest(count: number): string {
  return `… (${groupDigits(count)} more characters)`;
}

/** The place at or before an index where a text can be cut without cutting a character apart. */
export function alignCut(text: string, index: number): number {
  let at = Math.max(0, Math.min(index, text.length));
  for (let steps = 0; steps < 32 && at > 0 && at < text.length; steps++, at--) {
    const next = text.codePointAt(at) ?? 0;
    const isLow = next >= 0xdc00 && next <= 0xdfff;
    const joins =
      isLow ||
      /^(?:\p{M}|\p{Emoji_Modifier}|\u200d)/u.test(String.fromCodePoint(next)) ||
      text[at - 1] === '\u200d';
    if (!joins) break;
  }
  return at;
}

/** A path with the home folder as `~`. */
export function shortenPath(path: string): string {
  const home = homedir();
  return home !== '/' && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

/** `1 line`, `4 lines`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${groupDigits(count)} ${count === 1 ? noun : plural}`;
}

/** `20,000`. The formatter of the language takes longer to start than many a command. */
export function groupDigits(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
