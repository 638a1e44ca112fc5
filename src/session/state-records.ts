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

export interface StateRecords {
  /** In the order they came. */
  readonly errors: readonly ErrorRecord[];
  /** The state after the step, as bash code that restores it; `null` when the shell died first. */
  readonly snapshot: string | null;
  /** Status of the step as the shell saw it. */
  readonly status: number | null;
  /** Whether the shell is about to end. */
  readonly ending: boolean;
}

/** Reads the records of one step. Records begin with a NUL byte, which no shell value can hold. */
export function parseStateRecords(bytes: Buffer): StateRecords {
  const [, ...records] = bytes.toString('utf8').split('\0');
  const errors: ErrorRecord[] = [];
  let snapshot: string | null = null;
  let status: number | null = null;
  let ending = false;
  for (let i = 0; i < records.length; i++) {
    const record = records[i] ?? '';
    if (record.startsWith('E')) {
      const depth = Number((records[i + 4] ?? '').slice(1)) || 0;
      const fields = records.slice(i, i + 5 + 2 * depth).map((field) => field.slice(1));
      errors.push(readError(fields, depth));
      i += 4 + 2 * depth;
    } else if (record.startsWith('S') || record.startsWith('X')) {
      const newline = record.indexOf('\n');
      status = Number(record.slice(1, newline));
      snapshot = record.slice(newline + 1);
      ending = record.startsWith('X');
    }
  }
  return { errors, snapshot, status, ending };
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
