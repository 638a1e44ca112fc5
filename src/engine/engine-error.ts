/** The engine itself failed, through no fault of the document: exit 5. */
export class EngineError extends Error {
  /** Stable identifier, such as `state-folder` or `no-bash`. */
  readonly code: string;
  /** What to do about it. */
  readonly hint?: string;

  constructor(code: string, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'EngineError';
    this.code = code;
    if (options.hint !== undefined) this.hint = options.hint;
  }
}
