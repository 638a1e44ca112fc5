/** A report that somebody asked for is not whole: its file could not be written, or its reporter failed. */
export class ReportError extends Error {
  /** What stands behind `--report`, the path of a file absolute; of a reporter of one's own, its name. */
  readonly target: string;
  /** The hook of a reporter of one's own that failed: a type of event, or `close`. */
  readonly hook?: string;

  constructor(target: string, cause: unknown, hook?: string) {
    super(hook === undefined ? messageOf(cause) : describeHook(hook, cause), { cause });
    this.name = 'ReportError';
    this.target = target;
    if (hook !== undefined) this.hook = hook;
  }
}

/** What an error says; anything can be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function describeHook(hook: string, cause: unknown): string {
  const place = placeOf(cause);
  return `\`${hook}\` has thrown: ${messageOf(cause)}${place === undefined ? '' : ` (${place})`}`;
}

/** Where it was thrown, as `path:line:column`: in a file, not in Node itself. */
function placeOf(error: unknown): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const frame = /^ +at .*?((?:file:\/\/)?\/[^\s()]+:\d+:\d+)\)?$/m.exec(stack)?.[1];
  return frame?.replace('file://', '');
}
