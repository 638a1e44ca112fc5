import { homedir } from 'node:os';

/** How many characters of one line are shown. */
const LINE_LIMIT = 400;

const NAMED: Readonly<Record<string, string>> = { '\r': '\\r', '\0': '\\0', '\x1b': '\\x1b' };

/** A printed line made safe to show: control characters are written out, tabs are kept. */
export function showControls(text: string): string {
  return text.replace(
    /[\x00-\x08\x0a-\x1f\x7f-\x9f]/g,
    (char) => NAMED[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** The same with blanks at the end made visible, for lines that are compared. */
export function showBlanks(text: string): string {
  return showControls(text).replace(/[ \t]+$/, (blanks) =>
    blanks.replaceAll(' ', '·').replaceAll('\t', '⇥'),
  );
}

/** Cuts a long line, from character `start` on. */
export function cutLine(text: string, start = 0): string {
  const rest = start > 0 ? `…${text.slice(start)}` : text;
  if (rest.length <= LINE_LIMIT) return rest;
  const more = groupDigits(rest.length - LINE_LIMIT);
  return `${rest.slice(0, LINE_LIMIT)}… (${more} more characters)`;
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
