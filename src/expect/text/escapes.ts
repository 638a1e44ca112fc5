/** Escapes of one letter. A newline is none of them: it cannot stand within a line. */
const LETTERS: Readonly<Record<string, string>> = {
  '\\': '\\',
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** An escape, from its backslash on, as part of a larger expression without groups. */
export const ESCAPE_SOURCE =
  '\\\\(?:u\\{[0-9A-Fa-f]{1,6}\\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[\\s\\S]|$)';

/** What the escapes are, for people. */
export const ESCAPE_FORMS =
  '`\\t \\r \\e \\a \\b \\f \\v \\0 \\\\`, `\\xNN` and `\\u{NNNN}`; write `\\\\` for a backslash';

/**
 * The text that an escape of an `(esc)` line stands for; `null` for one that does not exist. From
 * `\x80` on it is the byte that is no UTF-8, which is compared as it is shown: as `\xNN`.
 */
export function readEscape(source: string): string | null {
  const letter = LETTERS[source.slice(1)];
  if (letter !== undefined) return letter;
  const [, hex, unicode] = /^\\(?:x([0-9A-Fa-f]{2})|u\{?([0-9A-Fa-f]+)\}?)$/.exec(source) ?? [];
  if (hex !== undefined) {
    const code = Number.parseInt(hex, 16);
    return code < 0x80 && code !== 10 ? String.fromCharCode(code) : readByte(hex, code);
  }
  const code = Number.parseInt(unicode ?? '', 16);
  return code <= 0x10ffff && code !== 10 ? String.fromCodePoint(code) : null;
}

function readByte(hex: string, code: number): string | null {
  return code === 10 ? null : `\\x${hex.toLowerCase()}`;
}
