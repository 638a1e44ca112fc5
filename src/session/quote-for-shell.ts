/** Quotes a text for bash so that it stands for itself. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A word of a command line that can be copied. */
export function asShellWord(text: string): string {
  return /^[\w./=-]+$/.test(text) ? text : quoteForShell(text);
}
