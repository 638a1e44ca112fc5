/** Reading of what bash writes so that it can read it back: `declare -p`, `alias -p`. */

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  v: '\v',
};

/** Where the command that begins at `start` ends: at a newline that is not quoted, or at the end. */
export function endOfCommand(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== '\n') at = skipPart(text, at);
  return Math.min(at, text.length);
}

/** The text with its quoting undone, as far as it is that of bash; anything else stays as it is. */
export function unquote(text: string): string {
  let plain = '';
  for (let at = 0; at < text.length; ) {
    const end = Math.min(skipPart(text, at), text.length);
    plain += unquotePart(text.slice(at, end));
    at = end;
  }
  return plain;
}

/** Behind the quoted text or the single character that begins at `at`. */
function skipPart(text: string, at: number): number {
  switch (text[at]) {
    case '"':
      return skipTo('"', text, at + 1);
    case "'": {
      const end = text.indexOf("'", at + 1);
      return end === -1 ? text.length : end + 1;
    }
    case '$':
      return text[at + 1] === "'" ? skipTo("'", text, at + 2) : at + 1;
    case '\\':
      return at + 2;
    default:
      return at + 1;
  }
}

/** Behind the next quote that has no backslash before it. */
function skipTo(quote: string, text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}

function unquotePart(part: string): string {
  if (part.startsWith('"')) return part.slice(1, -1).replace(/\\([$`"\\])/g, '$1');
  if (part.startsWith("'")) return part.slice(1, -1);
  if (part.startsWith("$'")) return unquoteAnsi(part.slice(2, -1));
  return part.length === 2 && part.startsWith('\\') ? part.slice(1) : part;
}

function unquoteAnsi(text: string): string {
  return text.replace(/((?:\\[0-7]{3})+)|\\(.)/gs, (_, octal: string | undefined, code: string) => {
    if (octal === undefined) return ESCAPES[code] ?? code;
    // Bytes, of which several may make a character.
    const bytes = octal
      .slice(1)
      .split('\\')
      .map((digits) => Number.parseInt(digits, 8));
    return Buffer.from(bytes).toString('utf8');
  });
}
