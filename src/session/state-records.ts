/** What the shell says over its state channel, taken apart. */

/** One firing of the ERR trap. */
export interface ErrorRecord {
  readonly status: number;
  readonly pipeStatus: readonly number[];
  /** How deep in subshells the command ran; 0 is the shell itself. */
  readonly subshell: number;
  /** The call stack from the innermost frame: file and line in it. */
  readonly frames: readonly { readonly source: string; readonly line: number }[];
}

/** What a step says about itself, up to its end. */
export interface StateRecords {
  /** In the order they came. */
  readonly errors: readonly ErrorRecord[];
  /** Status of the step as the shell saw it; `null` when the shell died first. */
  readonly status: number | null;
  /** The shell's directory at the step's end. */
  readonly cwd: string | null;
  /** Whether the shell is about to end. */
  readonly ending: boolean;
}

/** Reads the records of one step. Records begin with a NUL byte, which no shell value can hold. */
export function parseStateRecords(bytes: Buffer): StateRecords {
  const records = splitRecords(bytes);
  const errors: ErrorRecord[] = [];
  let status: number | null = null;
  let cwd: string | null = null;
  let ending = false;
  for (let i = 0; i < records.length; i++) {
    const record = records[i] ?? '';
    if (record.startsWith('E')) {
      const depth = Number((records[i + 4] ?? '').slice(1)) || 0;
      const fields = records.slice(i, i + 5 + 2 * depth).map((field) => field.slice(1));
      errors.push(readError(fields, depth));
      i += 4 + 2 * depth;
    } else if (record.startsWith('S') || record.startsWith('X')) {
      status = Number(record.slice(1));
      ending = record.startsWith('X');
    } else if (record.startsWith('D')) cwd = record.slice(1);
  }
  return { errors, status, cwd, ending };
}

/** The line that differs after every step, since it counts those of the control script. */
const CALLING_LINES = /declare -a BASH_LINENO=\((?:\[\d+\]="\d+" ?)*\)\n/;
const NO_STATE = Buffer.alloc(0);

/** Reads the states of one shell; most steps leave it as the one before did. */
export class SnapshotReader {
  #bytes: Buffer = NO_STATE;
  #text = '';
  /** Where the line that always differs begins and ends. */
  #at = 0;
  #end = 0;

  /**
   * The state after the step, as bash code that restores it: the last one that is whole; `null` when
   * the shell died before there was one. It is the very same text when nothing has changed.
   */
  read(records: Buffer): string | null {
    const end = records.lastIndexOf('\0Z');
    const start = end === -1 ? -1 : records.lastIndexOf('\0', end - 1);
    if (start === -1 || records[start + 1] !== 'V'.charCodeAt(0)) return null;
    const bytes = records.subarray(start + 2, end);
    // A copy, since the memory is not ours.
    if (!this.#isSame(bytes)) this.#keep(Buffer.from(bytes));
    return this.#text;
  }

  #keep(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#text = bytes.toString('utf8');
    const found = CALLING_LINES.exec(bytes.toString('latin1'));
    this.#at = found?.index ?? 0;
    this.#end = this.#at + (found?.[0].length ?? 0);
  }

  #isSame(bytes: Buffer): boolean {
    const known = this.#bytes;
    const end = bytes.length - (known.length - this.#end);
    if (end < this.#at) return false;
    const before = bytes.subarray(0, this.#at).equals(known.subarray(0, this.#at));
    if (!before || !bytes.subarray(end).equals(known.subarray(this.#end))) return false;
    // Its quotes stand for themselves, so that it is no part of a value.
    const between = bytes.toString('latin1', this.#at, end);
    return between === '' ? this.#end === this.#at : CALLING_LINES.exec(between)?.[0] === between;
  }
}

function splitRecords(bytes: Buffer): string[] {
  return bytes.toString('utf8').split('\0').slice(1);
}

function readError(fields: readonly string[], depth: number): ErrorRecord {
  const [status = '', pipeStatus = '', subshell = '', line = ''] = fields;
  const callers = fields.slice(5, 5 + depth).map(Number);
  const sources = fields.slice(5 + depth);
  return {
    status: Number(status),
    pipeStatus: (pipeStatus.match(/\d+/g) ?? []).map(Number),
    subshell: Number(subshell),
    // BASH_LINENO[i] is the line, in source i + 1, from which frame i was called.
    frames: sources.map((source, i) => ({
      source,
      line: i === 0 ? Number(line) : (callers[i - 1] ?? 0),
    })),
  };
}

/**
 * The firing that tells most about why the step ended: the last one, or, when that only passes on
 * the status of a command substitution or subshell, the one inside it.
 */
export function decisiveError(errors: readonly ErrorRecord[]): ErrorRecord | undefined {
  let at = errors.length - 1;
  while (at > 0 && (errors[at - 1]?.subshell ?? 0) > (errors[at]?.subshell ?? 0)) at -= 1;
  return errors[at];
}
