/** Characters of base64 that terminals take; some drop a longer text without a word. */
const LIMIT = 74_994;

/**
 * Puts a text on the clipboard of the person's terminal, also from afar, by the sequence that xterm
 * calls OSC 52. Whether the terminal allows it cannot be known.
 *
 * @returns whether the text was sent: not where it is too long for most terminals
 */
export function copyText(text: string): boolean {
  const encoded = Buffer.from(text).toString('base64');
  if (encoded.length > LIMIT) return false;
  process.stdout.write(`\x1b]52;c;${encoded}\x07`);
  return true;
}
