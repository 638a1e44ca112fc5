/** What may tell `errexit` and `pipefail` from a shell without them. */
const COMPOUND = /[;|&\n`]|\$\(|<\(/;

/** A block of a tool whose shell goes on after a failing command, and takes the last of a pipe. */
export interface LenientBlock {
  /** Commands that stand before it. */
  readonly before: readonly string[];
  readonly body: readonly string[];
}

/** Keeps what such a block ends with; a single command needs nothing. */
export function keepLenient(code: readonly string[]): LenientBlock {
  const joined = code.join('\n').replaceAll('\\\n', ' ').replaceAll('&&', ' ');
  return { before: COMPOUND.test(joined) ? ['set +e +o pipefail'] : [], body: code };
}

/** A word as a value of an attribute; `undefined` for one that cannot be written. */
export function writeAttribute(name: string, value: string): string | undefined {
  if (/[\n`]/.test(value)) return undefined;
  if (/^[^\s"'=]+$/.test(value)) return `${name}=${value}`;
  if (!value.includes('"')) return `${name}="${value}"`;
  return value.includes("'") ? undefined : `${name}='${value}'`;
}

/** A text as one word of the shell. */
export function quoteWord(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
